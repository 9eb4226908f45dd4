// SPDX-License-Identifier: Apache-2.0
// The site's own map, when the server has one at /map.pmtiles: vector tiles in the layer
// names of Protomaps or of OpenMapTiles, drawn in dim greys so that nothing on it competes
// with a track. Without it, rings and grid are the map.

import {
  addProtocol,
  type LayerSpecification,
  type VectorSourceSpecification,
} from 'maplibre-gl';
import { PMTiles, Protocol } from 'pmtiles';

const PATH = '/map.pmtiles';

/** A vector source for the site's map; null when there is none, or none that can be read. */
export async function openBasemap(): Promise<VectorSourceSpecification | null> {
  try {
    const probe = await fetch(PATH, { method: 'HEAD' });
    if (!probe.ok) return null;
    const archive = new PMTiles(new URL(PATH, location.href).href);
    const header = await archive.getHeader();
    const protocol = new Protocol();
    protocol.add(archive);
    addProtocol('pmtiles', protocol.tile);
    return {
      type: 'vector',
      tiles: [`pmtiles://${archive.source.getKey()}/{z}/{x}/{y}`],
      minzoom: header.minZoom,
      maxzoom: header.maxZoom,
      bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
    };
  } catch {
    return null;
  }
}

const ROADS = ['roads', 'transportation'];
const WATER = ['water'];
const BUILDINGS = ['buildings', 'building'];
const GREEN = ['landuse', 'landcover', 'park'];

export function basemapLayers(source: string): LayerSpecification[] {
  const fill = (name: string, colour: string, opacity = 1): LayerSpecification => ({
    id: `basemap-${name}`,
    type: 'fill',
    source,
    'source-layer': name,
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: { 'fill-color': colour, 'fill-opacity': opacity },
  });
  return [
    ...GREEN.map((name) => fill(name, '#0a0d0b')),
    ...WATER.map((name) => fill(name, '#0a1319')),
    ...BUILDINGS.map((name) => fill(name, '#15191c')),
    ...ROADS.map(
      (name): LayerSpecification => ({
        id: `basemap-${name}`,
        type: 'line',
        source,
        'source-layer': name,
        filter: ['==', ['geometry-type'], 'LineString'],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': '#20262b',
          'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 11, 0.6, 18, 9],
        },
      }),
    ),
  ];
}
