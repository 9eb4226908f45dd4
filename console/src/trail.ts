// SPDX-License-Identifier: Apache-2.0
// Where each track has been: kept here, since the API sends only where it is.

import type { Track } from './model';

export interface TrailPoint {
  lon: number;
  lat: number;
  at_ms: number;
}

export const TRAIL_S = 60;
const STEP_MS = 350;

export class Trails {
  #trails = new Map<string, TrailPoint[]>();

  /** A new picture of event time at_ms: points are added, old ones and gone tracks end. A
   * picture of an earlier time (a replay was rewound) begins anew. */
  picture(tracks: readonly Track[], at_ms: number): void {
    const here = new Set<string>();
    for (const track of tracks) {
      here.add(track.id);
      let trail = this.#trails.get(track.id);
      const last = trail?.at(-1);
      if (trail === undefined || (last !== undefined && last.at_ms > at_ms)) {
        trail = [];
        this.#trails.set(track.id, trail);
      }
      const point = { lon: track.lon, lat: track.lat, at_ms };
      const before = trail.at(-2);
      /* The newest point moves along until it is a step away from the one before. */
      if (before !== undefined && at_ms - before.at_ms < STEP_MS) trail[trail.length - 1] = point;
      else trail.push(point);
      const oldest_ms = at_ms - TRAIL_S * 1000;
      let old = 0;
      while (old < trail.length && (trail[old] as TrailPoint).at_ms < oldest_ms) old++;
      if (old > 0) trail.splice(0, old);
    }
    for (const id of this.#trails.keys()) if (!here.has(id)) this.#trails.delete(id);
  }

  of(id: string): readonly TrailPoint[] {
    return this.#trails.get(id) ?? [];
  }

  clear(): void {
    this.#trails.clear();
  }
}
