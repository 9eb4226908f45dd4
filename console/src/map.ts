// SPDX-License-Identifier: Apache-2.0
// The map: shapes on the ground, drawn by MapLibre from GeoJSON that is made here. Nothing
// is fetched from anywhere, save the site's own /map.pmtiles when it has one. What moves is
// drawn above it (ink.ts), and symbols and labels above that (overlay.ts).

import {
  Map as MapLibre,
  setWorkerUrl,
  type GeoJSONSource,
  type LayerSpecification,
  type StyleSpecification,
} from 'maplibre-gl';
import type { Feature as GeoFeature, FeatureCollection } from 'geojson';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';

import { basemapLayers, openBasemap } from './basemap';
import { COLOUR } from './colour';
import type { ZoneOutlook } from './countdown';
import { circle, lonLat, ringRadii, sector, type LonLat, type Plane } from './geometry';
import type { Site } from './model';

setWorkerUrl(workerUrl);

type Feature = GeoFeature;

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

function line(coordinates: LonLat[], properties: Record<string, unknown> = {}): Feature {
  return { type: 'Feature', geometry: { type: 'LineString', coordinates }, properties };
}

function area(ring: LonLat[], properties: Record<string, unknown> = {}): Feature {
  return { type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] }, properties };
}

function layers(): LayerSpecification[] {
  const level = (danger: unknown, caution: unknown, quiet: unknown) =>
    [
      'match',
      ['get', 'level'],
      ['cover', 'stay'],
      danger,
      'approach',
      caution,
      quiet,
    ] as unknown as never;
  return [
    {
      id: 'grid',
      type: 'line',
      source: 'grid',
      paint: { 'line-color': '#14191d', 'line-width': 1 },
    },
    {
      id: 'coverage',
      type: 'line',
      source: 'coverage',
      paint: {
        'line-color': '#3d5a6c',
        'line-width': 1,
        'line-dasharray': [5, 4],
      },
    },
    {
      id: 'rings',
      type: 'line',
      source: 'rings',
      paint: { 'line-color': '#2b343b', 'line-width': ['get', 'width'] },
    },
    {
      id: 'zone-fill',
      type: 'fill',
      source: 'zones',
      paint: {
        'fill-color': level(COLOUR.danger, COLOUR.caution, '#8b98a3'),
        'fill-opacity': level(0.34, 0.2, 0.14),
      },
    },
    {
      id: 'zone-line',
      type: 'line',
      source: 'zones',
      paint: {
        'line-color': level(COLOUR.danger, COLOUR.caution, '#a7b3bd'),
        'line-width': level(3, 2.5, 1.3),
      },
    },
    {
      id: 'sensors',
      type: 'circle',
      source: 'sensors',
      paint: {
        'circle-radius': 3.5,
        'circle-color': COLOUR.ground,
        'circle-stroke-color': '#7d8b96',
        'circle-stroke-width': 1.5,
      },
    },
  ];
}

const SOURCES = [
  'grid',
  'coverage',
  'rings',
  'zones',
  'sensors',
] as const;
type SourceName = (typeof SOURCES)[number];

function style(): StyleSpecification {
  const sources: StyleSpecification['sources'] = {};
  for (const name of SOURCES) sources[name] = { type: 'geojson', data: EMPTY };
  return {
    version: 8,
    sources,
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': COLOUR.ground } },
      ...layers(),
    ],
  };
}

/** How far from the site the first view reaches: a good third of the farthest witness. */
export function firstReach_m(site: Site): number {
  const witnesses = site.sensors.filter((s) => !['remote-id', 'ads-b', 'report'].includes(s.kind));
  const farthest = Math.max(0, ...witnesses.map((s) => s.range_max_m));
  return Math.min(1500, Math.max(600, 0.35 * farthest));
}

export class SiteMap {
  readonly map: MapLibre;
  #site: Site | null = null;
  #levels = '';
  #loaded: Promise<void>;
  ellipses = true;
  tentative = true;

  constructor(container: HTMLElement) {
    this.map = new MapLibre({
      container,
      style: style(),
      center: [0, 0],
      zoom: 1,
      minZoom: 8,
      maxZoom: 20,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    /* Not `load`: that waits for a pause in the data, and pictures never pause. */
    this.#loaded = new Promise((resolve) => this.map.once('style.load', () => resolve()));
    void this.#loaded.then(() => this.#basemap());
  }

  get plane(): Plane | null {
    return this.#site === null ? null : this.#site.origin;
  }

  get reach_m(): number {
    return this.#site === null ? 1000 : firstReach_m(this.#site);
  }

  /** The site as it came with `state`; drawn anew only when it differs. */
  site(site: Site): void {
    const same = JSON.stringify(site) === JSON.stringify(this.#site);
    const first = this.#site === null;
    this.#site = site;
    if (same) return;
    if (first) this.home(false);
    void this.#loaded.then(() => this.#ground(site));
  }

  /** Back to the first view. */
  home(animate = true): void {
    const plane = this.plane;
    if (plane === null) return;
    const r = this.reach_m * 1.04;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.map.fitBounds([lonLat(plane, -r, -r), lonLat(plane, r, r)], {
      animate: animate && !still,
      padding: 24,
    });
  }

  coverage(visible: boolean): void {
    for (const id of ['coverage', 'sensors'])
      if (this.map.getLayer(id))
        this.map.setLayoutProperty(id, 'visibility', visible ? 'visible' : 'none');
  }

  /** Zones change their look with what threatens them. */
  zones(outlooks: readonly ZoneOutlook[]): void {
    const levels = outlooks.map((o) => `${o.zone.id}:${o.level}`).join();
    if (levels === this.#levels || !this.map.getSource('zones')) return;
    this.#levels = levels;
    this.#set(
      'zones',
      outlooks.map((o) => area(o.zone.corners, { id: o.zone.id, level: o.level })),
    );
  }

  /** Longitude and latitude to pixels, exact while the map is neither turned nor tilted,
   * and cheaper for thousands of points than asking the map for each. */
  projector(): (at: LonLat) => LonLat {
    const center = this.map.getCenter();
    const { x, y } = this.map.project(center);
    const world = 512 * 2 ** this.map.getZoom();
    const mercator = (lat: number) => Math.asinh(Math.tan((lat * Math.PI) / 180));
    const y0 = mercator(center.lat);
    return ([lon, lat]) => [
      x + ((lon - center.lng) / 360) * world,
      y - ((mercator(lat) - y0) / (2 * Math.PI)) * world,
    ];
  }

  #set(name: SourceName, features: Feature[]): void {
    this.map.getSource<GeoJSONSource>(name)?.setData({ type: 'FeatureCollection', features });
  }

  #ground(site: Site): void {
    const plane = site.origin;
    const reach = this.reach_m;
    const radii = ringRadii(reach);
    const step = radii[0] ?? 500;
    const half = step * 12;
    const grid: Feature[] = [];
    for (let at = -half; at <= half; at += step) {
      grid.push(line([lonLat(plane, at, -half), lonLat(plane, at, half)]));
      grid.push(line([lonLat(plane, -half, at), lonLat(plane, half, at)]));
    }
    this.#set('grid', grid);
    const rings = radii.map((r, i) => line(circle(plane, r), { width: i % 2 === 1 ? 1.4 : 1 }));
    const arm = radii.at(-1) ?? reach;
    for (let deg = 0; deg < 360; deg += 30) {
      /* Ticks at the rim, longer at the four quarters. */
      const b = (deg * Math.PI) / 180;
      const inner = arm * (deg % 90 === 0 ? 0.955 : 0.978);
      rings.push(
        line(
          [
            lonLat(plane, inner * Math.sin(b), inner * Math.cos(b)),
            lonLat(plane, arm * Math.sin(b), arm * Math.cos(b)),
          ],
          { width: 1.4 },
        ),
      );
    }
    this.#set('rings', rings);
    this.#set(
      'coverage',
      site.sensors
        .filter((s) => s.range_max_m <= 30_000)
        .map((s) => line(sector(s, s.range_max_m, s.az_center_deg, s.az_width_deg), { id: s.id })),
    );
    this.#set(
      'sensors',
      site.sensors.map((s) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [s.lon, s.lat] },
        properties: { id: s.id },
      })),
    );
    this.#levels = '';
  }

  async #basemap(): Promise<void> {
    const source = await openBasemap();
    if (source === null) return;
    this.map.addSource('basemap', source);
    for (const layer of basemapLayers('basemap')) this.map.addLayer(layer, 'grid');
    this.map.setLayoutProperty('grid', 'visibility', 'none');
  }
}
