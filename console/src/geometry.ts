// SPDX-License-Identifier: Apache-2.0
// The plane about the site and shapes on it. Within a few tens of kilometres, a local
// scaling of degrees is good to a metre in a kilometre: enough to draw, never to compute.

export type LonLat = [number, number];

export interface Plane {
  lon: number;
  lat: number;
}

const A = 6378137;
const E2 = 6.69437999014e-3;

function scale(plane: Plane): { east: number; north: number } {
  const lat = (plane.lat * Math.PI) / 180;
  const w = 1 - E2 * Math.sin(lat) ** 2;
  return {
    east: ((Math.PI / 180) * A * Math.cos(lat)) / Math.sqrt(w),
    north: ((Math.PI / 180) * A * (1 - E2)) / (w * Math.sqrt(w)),
  };
}

/** Metres east and north of the plane's origin to longitude and latitude. */
export function lonLat(plane: Plane, east_m: number, north_m: number): LonLat {
  const s = scale(plane);
  return [plane.lon + east_m / s.east, plane.lat + north_m / s.north];
}

export function eastNorth(plane: Plane, lon: number, lat: number): [number, number] {
  const s = scale(plane);
  return [(lon - plane.lon) * s.east, (lat - plane.lat) * s.north];
}

/** Distance in metres and bearing in degrees, clockwise from north. */
export function rangeBearing(
  plane: Plane,
  lon: number,
  lat: number,
): { range_m: number; bearing_deg: number } {
  const [east, north] = eastNorth(plane, lon, lat);
  const deg = (Math.atan2(east, north) * 180) / Math.PI;
  return { range_m: Math.hypot(east, north), bearing_deg: (deg + 360) % 360 };
}

/** A closed ring about a place, of the given half axes; bearing is that of the major one. */
export function ellipse(
  plane: Plane,
  major_m: number,
  minor_m: number,
  bearing_deg: number,
  steps = 48,
): LonLat[] {
  const b = (bearing_deg * Math.PI) / 180;
  const ring: LonLat[] = [];
  for (let i = 0; i <= steps; i++) {
    const t = (2 * Math.PI * (i % steps)) / steps;
    const along = major_m * Math.cos(t);
    const across = minor_m * Math.sin(t);
    ring.push(
      lonLat(
        plane,
        along * Math.sin(b) + across * Math.cos(b),
        along * Math.cos(b) - across * Math.sin(b),
      ),
    );
  }
  return ring;
}

export function circle(plane: Plane, radius_m: number, steps = 180): LonLat[] {
  return ellipse(plane, radius_m, radius_m, 0, steps);
}

/** The outline of what a sensor covers; a full circle when the sector is all round. */
export function sector(
  plane: Plane,
  radius_m: number,
  center_deg: number,
  width_deg: number,
): LonLat[] {
  if (width_deg >= 359.9) return circle(plane, radius_m);
  const ring: LonLat[] = [[plane.lon, plane.lat]];
  const steps = Math.max(8, Math.ceil(width_deg / 3));
  for (let i = 0; i <= steps; i++) {
    const b = ((center_deg - width_deg / 2 + (width_deg * i) / steps) * Math.PI) / 180;
    ring.push(lonLat(plane, radius_m * Math.sin(b), radius_m * Math.cos(b)));
  }
  ring.push([plane.lon, plane.lat]);
  return ring;
}

/** Radii for range rings: a handful, in round numbers, up to about reach_m. */
export function ringRadii(reach_m: number): number[] {
  const step = [50, 100, 250, 500, 1000, 2000, 5000, 10000].find((s) => reach_m / s <= 6);
  const by = step ?? 20000;
  const radii: number[] = [];
  for (let r = by; r <= reach_m * 1.001 && radii.length < 6; r += by) radii.push(r);
  return radii;
}
