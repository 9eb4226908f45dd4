// SPDX-License-Identifier: Apache-2.0
// Small makers for tests: something plausible, with what matters replaced.

import type { Alarm, Track, Zone } from '../src/model';

export function track(over: Partial<Track> = {}): Track {
  return {
    id: '1',
    state: 'confirmed',
    lat: 33.305,
    lon: 44.385,
    height_m: 45,
    speed_mps: 16,
    course_deg: 240,
    climb_mps: 0,
    age_s: 0.2,
    seconds: 12,
    existence: 0.99,
    ellipse: { major_m: 12, minor_m: 6, bearing_deg: 30 },
    height_sigma_m: 4,
    kinds: ['radar'],
    class: { bird: 0.05, multirotor: 0.9, 'fixed-wing': 0.02, crewed: 0.01, other: 0.02 },
    claim: null,
    credibility: null,
    doubts: [],
    threats: [],
    ...over,
  };
}

export function alarm(over: Partial<Alarm> = {}): Alarm {
  return {
    id: '1',
    kind: 'take-cover',
    subject: 'residence',
    state: 'unacknowledged',
    occurrence: 1,
    raised_at: '2026-03-01T20:00:00Z',
    changed_at: '2026-03-01T20:00:00Z',
    seconds_left: 20,
    probability: 0.9,
    evidence: 'two-kinds',
    tracks: [],
    who: 'tocsin',
    why: 'radar and radio agree',
    shelved_until: null,
    ...over,
  };
}

export function zone(over: Partial<Zone> = {}): Zone {
  return {
    id: 'residence',
    people: 14,
    cover_s: 8,
    floor_m: 0,
    ceiling_m: 60,
    corners: [
      [44.3845, 33.3047],
      [44.3855, 33.3047],
      [44.3855, 33.3053],
      [44.3845, 33.3053],
      [44.3845, 33.3047],
    ],
    ...over,
  };
}
