// SPDX-License-Identifier: Apache-2.0
// What moves, drawn on a canvas of its own above the map: trails, where each track is
// heading, and how sure its place is. The map below is drawn only when it is moved, so that
// a machine without a graphics processor keeps up too.

import { COLOUR } from './colour';
import { ellipse, lonLat, type LonLat } from './geometry';
import type { SiteMap } from './map';
import { isClaimOnly, likelyClass, type Track } from './model';
import type { Picture } from './picture';

/** Seconds of flight that a vector shows. */
export const VECTOR_S = 10;
/** Parts of a trail, by age in seconds, and how strongly each is drawn. */
const PARTS = [
  { from_s: 30, to_s: 60, opacity: 0.3 },
  { from_s: 15, to_s: 30, opacity: 0.55 },
  { from_s: 0, to_s: 15, opacity: 0.95 },
];

interface Look {
  colour: string;
  /** Matters less: a bird, or not sure to be there at all. */
  faint: boolean;
  warned: boolean;
}

export class Ink {
  readonly root = document.createElement('canvas');
  readonly #pen: CanvasRenderingContext2D;

  constructor(
    private readonly site: SiteMap,
    private readonly picture: Picture,
  ) {
    this.root.className = 'ink';
    this.root.setAttribute('aria-hidden', 'true');
    this.#pen = this.root.getContext('2d') as CanvasRenderingContext2D;
    site.map.on('move', () => this.draw());
    site.map.on('resize', () => this.draw());
  }

  draw(): void {
    this.#fit();
    const tracks = this.picture.tracks.filter(
      (track) => this.site.tentative || track.state !== 'tentative',
    );
    const project = this.site.projector();
    const looks = tracks.map((track) => this.#look(track));
    tracks.forEach((track, i) => this.#trail(track, looks[i] as Look, project));
    if (this.site.ellipses)
      tracks.forEach((track, i) => this.#ellipse(track, looks[i] as Look, project));
    tracks.forEach((track, i) => this.#vector(track, looks[i] as Look, project));
    this.#pen.globalAlpha = 1;
  }

  #fit(): void {
    const ratio = window.devicePixelRatio;
    const width = Math.round(this.root.clientWidth * ratio);
    const height = Math.round(this.root.clientHeight * ratio);
    if (this.root.width !== width || this.root.height !== height) {
      this.root.width = width;
      this.root.height = height;
    }
    this.#pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#pen.clearRect(0, 0, width, height);
    this.#pen.lineCap = 'round';
    this.#pen.lineJoin = 'round';
  }

  #look(track: Track): Look {
    const danger = this.picture.danger(track);
    return {
      colour:
        danger === 'cover'
          ? COLOUR.danger
          : danger === 'approach'
            ? COLOUR.caution
            : isClaimOnly(track)
              ? COLOUR.claim
              : COLOUR.text,
      faint:
        danger === null && (track.state === 'tentative' || likelyClass(track).name === 'bird'),
      warned: danger !== null,
    };
  }

  #path(points: readonly LonLat[], project: (at: LonLat) => LonLat): void {
    this.#pen.beginPath();
    points.forEach((point, i) => {
      const [x, y] = project(point);
      if (i === 0) this.#pen.moveTo(x, y);
      else this.#pen.lineTo(x, y);
    });
  }

  #trail(track: Track, look: Look, project: (at: LonLat) => LonLat): void {
    const points = this.picture.trails.of(track.id);
    const now_ms = points.at(-1)?.at_ms ?? 0;
    this.#pen.strokeStyle = COLOUR.trail;
    this.#pen.lineWidth = look.warned ? 2.6 : look.faint ? 1 : 1.8;
    for (const part of PARTS) {
      /* Each overlaps the next by a point, so that the line has no gap. */
      const within = points.filter((p) => {
        const age_s = (now_ms - p.at_ms) / 1000;
        return age_s >= part.from_s - 0.5 && age_s <= part.to_s + 0.5;
      });
      if (within.length < 2) continue;
      this.#pen.globalAlpha = part.opacity * (look.faint ? 0.4 : 1);
      this.#path(
        within.map((p): LonLat => [p.lon, p.lat]),
        project,
      );
      this.#pen.stroke();
    }
  }

  /* The region that holds it with 95 %. */
  #ellipse(track: Track, look: Look, project: (at: LonLat) => LonLat): void {
    const e = track.ellipse;
    if (e === null || e.major_m > 5000) return;
    if (look.faint && e.major_m < 60) return; /* hidden under its own symbol */
    this.#path(ellipse(track, e.major_m, e.minor_m, e.bearing_deg), project);
    this.#pen.fillStyle = this.#pen.strokeStyle = look.colour;
    this.#pen.lineWidth = 1;
    this.#pen.globalAlpha = look.faint ? 0.04 : 0.1;
    this.#pen.fill();
    this.#pen.globalAlpha = look.faint ? 0.25 : 0.65;
    this.#pen.stroke();
  }

  /* Where it will be in ten seconds if it goes on like this. */
  #vector(track: Track, look: Look, project: (at: LonLat) => LonLat): void {
    if (track.speed_mps < 1 || look.faint) return;
    const b = (track.course_deg * Math.PI) / 180;
    const way_m = track.speed_mps * VECTOR_S;
    const to = lonLat(track, way_m * Math.sin(b), way_m * Math.cos(b));
    this.#path([[track.lon, track.lat], to], project);
    this.#pen.strokeStyle = look.colour;
    this.#pen.lineWidth = 1.6;
    this.#pen.globalAlpha = track.state === 'coasting' ? 0.4 : 0.9;
    this.#pen.stroke();
  }
}
