// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { placeLabels, slotBox, SLOTS, type LabelWish } from '../src/declutter';
import { eastNorth, ellipse, lonLat, rangeBearing, ringRadii, sector } from '../src/geometry';
import { Rates } from '../src/rates';

const plane = { lat: 33.305, lon: 44.385 };

describe('the plane about the site', () => {
  it('goes there and back', () => {
    const [lon, lat] = lonLat(plane, 760, -480);
    const [east, north] = eastNorth(plane, lon, lat);
    expect(east).toBeCloseTo(760, 6);
    expect(north).toBeCloseTo(-480, 6);
  });

  it('has the length of a degree that the ellipsoid has', () => {
    /* WGS 84 at 33.305 N: one degree is 93 097 m east and 110 912 m north (to a metre or
     * two; N cos(lat) pi/180 with N = 6384585 m, M pi/180 with M = 6354790 m). */
    const [east] = eastNorth(plane, plane.lon + 1, plane.lat);
    const [, north] = eastNorth(plane, plane.lon, plane.lat + 1);
    expect(Math.abs(east - (6384585 * Math.cos((33.305 * Math.PI) / 180) * Math.PI) / 180)).toBeLessThan(3);
    expect(Math.abs(north - (6354790 * Math.PI) / 180)).toBeLessThan(3);
  });

  it('measures bearings clockwise from north', () => {
    const [lon, lat] = lonLat(plane, 100, -100);
    const at = rangeBearing(plane, lon, lat);
    expect(at.bearing_deg).toBeCloseTo(135, 6);
    expect(at.range_m).toBeCloseTo(Math.hypot(100, 100), 6);
  });
});

describe('shapes', () => {
  it('close, and an ellipse points along its bearing', () => {
    const ring = ellipse(plane, 100, 20, 90);
    expect(ring[0]).toEqual(ring.at(-1));
    const [east, north] = eastNorth(plane, ...(ring[0] as [number, number]));
    expect(east).toBeCloseTo(100, 6);
    expect(north).toBeCloseTo(0, 6);
  });

  it('draw a sector from its apex, and all round as a circle', () => {
    const part = sector(plane, 1000, 90, 60);
    expect(part[0]).toEqual([plane.lon, plane.lat]);
    expect(part.at(-1)).toEqual([plane.lon, plane.lat]);
    const [east, north] = eastNorth(plane, ...(part[1] as [number, number]));
    expect((Math.atan2(east, north) * 180) / Math.PI).toBeCloseTo(60, 6);
    const whole = sector(plane, 1000, 0, 360);
    for (const [lon, lat] of whole)
      expect(rangeBearing(plane, lon, lat).range_m).toBeCloseTo(1000, 6);
  });

  it('give a handful of rings in round numbers', () => {
    expect(ringRadii(1050)).toEqual([250, 500, 750, 1000]);
    expect(ringRadii(3000)).toEqual([500, 1000, 1500, 2000, 2500, 3000]);
    for (const reach of [200, 777, 5000, 40_000]) {
      const radii = ringRadii(reach);
      expect(radii.length).toBeGreaterThanOrEqual(2);
      expect(radii.length).toBeLessThanOrEqual(6);
    }
  });
});

describe('labels', () => {
  const bounds = { x: 0, y: 0, w: 1000, h: 800 };
  const wish = (id: string, x: number, y: number): LabelWish => ({
    id,
    x,
    y,
    radius: 14,
    w: 90,
    h: 50,
  });
  const overlaps = (a: { x: number; y: number }, b: { x: number; y: number }) =>
    Math.abs(a.x - b.x) < 90 && Math.abs(a.y - b.y) < 50;

  it('never cover their own object', () => {
    for (let slot = 0; slot < SLOTS; slot++) {
      const w = wish('1', 500, 400);
      const box = slotBox(w, slot);
      const over = w.x > box.x && w.x < box.x + box.w && w.y > box.y && w.y < box.y + box.h;
      expect(over).toBe(false);
    }
  });

  it('of objects close together do not cover each other', () => {
    const places = [...placeLabels(
      [wish('1', 500, 400), wish('2', 512, 406), wish('3', 494, 412)],
      new Map(),
      bounds,
    ).values()];
    expect(places.length).toBe(3);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < i; j++)
        expect(overlaps(places[i] as never, places[j] as never)).toBe(false);
  });

  it('leave vectors free where they can', () => {
    const free = placeLabels([wish('1', 500, 400)], new Map(), bounds).get('1')?.slot;
    const box = slotBox(wish('1', 500, 400), free as number);
    const points = [{ x: box.x + 20, y: box.y + 20 }];
    const moved = placeLabels([wish('1', 500, 400)], new Map(), bounds, { boxes: [], points });
    expect(moved.get('1')?.slot).not.toBe(free);
  });

  it('stay where they were while that is good enough', () => {
    const before = new Map([['1', 2]]);
    expect(placeLabels([wish('1', 500, 400)], before, bounds).get('1')?.slot).toBe(2);
  });

  it('stay on the screen at its edges', () => {
    for (const [x, y] of [[5, 5], [995, 5], [5, 795], [995, 795]] as const) {
      const at = placeLabels([wish('1', x, y)], new Map(), bounds).get('1');
      expect(at?.x).toBeGreaterThanOrEqual(-1);
      expect(at?.y).toBeGreaterThanOrEqual(-1);
      expect(at?.x).toBeLessThanOrEqual(911);
      expect(at?.y).toBeLessThanOrEqual(751);
    }
  });
});

describe('rates', () => {
  it('come from counters, over the last few tellings', () => {
    const rates = new Rates();
    for (let s = 0; s <= 10; s++) rates.told('radar', 12 * s, s * 1000);
    expect(rates.perSecond('radar')).toBeCloseTo(12, 9);
    expect(rates.perSecond('other')).toBe(0);
  });

  it('begin anew when the counter or time goes back', () => {
    const rates = new Rates();
    rates.told('radar', 100, 1000);
    rates.told('radar', 200, 2000);
    rates.told('radar', 5, 3000);
    expect(rates.perSecond('radar')).toBe(0);
    rates.told('radar', 10, 4000);
    expect(rates.perSecond('radar')).toBe(5);
  });
});
