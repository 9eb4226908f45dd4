// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { TRAIL_S, Trails } from '../src/trail';
import { track } from './make';

describe('a trail', () => {
  it('keeps the last minute and nothing older', () => {
    const trails = new Trails();
    for (let ms = 0; ms <= 120_000; ms += 200)
      trails.picture([track({ lon: 44 + ms / 1e9 })], ms);
    const points = trails.of('1');
    expect(points[0]?.at_ms).toBeGreaterThanOrEqual(120_000 - TRAIL_S * 1000);
    expect(points[0]?.at_ms).toBeLessThan(120_000 - TRAIL_S * 1000 + 500);
    expect(points.at(-1)?.at_ms).toBe(120_000);
  });

  it('is thinned, but ends where the track is now', () => {
    const trails = new Trails();
    for (let ms = 0; ms <= 10_000; ms += 50) trails.picture([track({ lon: 44 + ms / 1e9 })], ms);
    const points = trails.of('1');
    /* Pictures 50 ms apart: points 300 ms apart, the last before a step is full. */
    expect(points.length).toBeLessThanOrEqual(36);
    expect(points.length).toBeGreaterThan(20);
    expect(points.at(-1)?.lon).toBe(44 + 10_000 / 1e9);
    for (let i = 1; i < points.length; i++)
      expect(points[i]?.at_ms).toBeGreaterThan(points[i - 1]?.at_ms as number);
  });

  it('ends with its track', () => {
    const trails = new Trails();
    trails.picture([track({ id: '1' }), track({ id: '2' })], 0);
    trails.picture([track({ id: '2' })], 1000);
    expect(trails.of('1')).toEqual([]);
    expect(trails.of('2').length).toBe(2);
  });

  it('begins anew when time goes back', () => {
    const trails = new Trails();
    trails.picture([track()], 50_000);
    trails.picture([track()], 51_000);
    trails.picture([track()], 10_000);
    expect(trails.of('1').map((p) => p.at_ms)).toEqual([10_000]);
  });
});
