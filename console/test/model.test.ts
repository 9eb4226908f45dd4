// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { chooseSound } from '../src/choice';
import {
  compareAlarms,
  isClaimOnly,
  isVessel,
  likelyClass,
  parseMessage,
  type Message,
} from '../src/model';
import { Picture } from '../src/picture';
import { EventClock } from '../src/clock';
import { sidc, lookOf } from '../src/symbol';
import { alarm, track, zone } from './make';

const AT = '2026-03-01T20:00:00.123456789Z';

function state(over: object = {}): string {
  return JSON.stringify({
    type: 'state',
    time: AT,
    site: {
      name: 'Residence',
      origin: { lat: 33.305, lon: 44.385, height_m: 40 },
      zones: [zone()],
      sensors: [],
    },
    tracks: [track()],
    alarms: [alarm()],
    status: null,
    ...over,
  });
}

describe('messages', () => {
  it('become what they say', () => {
    const message = parseMessage(state()) as Extract<Message, { type: 'state' }>;
    expect(message.site.name).toBe('Residence');
    expect(message.tracks[0]?.class.multirotor).toBe(0.9);
    expect(message.alarms[0]?.state).toBe('unacknowledged');
    expect(parseMessage(JSON.stringify({ type: 'tracks', time: AT, tracks: [] }))).toEqual({
      type: 'tracks',
      time: AT,
      tracks: [],
      bad: 0,
    });
  });

  it('may leave out what is not known', () => {
    const bare = { ...track(), ellipse: null, threats: [{ zone: 'a', p_enter: 0.1, eta_s: null }] };
    const message = parseMessage(JSON.stringify({ type: 'tracks', time: AT, tracks: [bare] }));
    expect(message).not.toBeNull();
  });

  it('that are malformed are nothing, whatever is wrong with them', () => {
    const bad: unknown[] = [
      '',
      '{',
      'null',
      '[]',
      '{"type":"tracks"}',
      JSON.stringify({ type: 'tracks', time: 'soon', tracks: [] }),
      JSON.stringify({ type: 'tracks', time: AT, tracks: {} }),
      JSON.stringify({ type: 'alarm', time: AT, alarm: { ...alarm(), state: 'odd' } }),
      JSON.stringify({ type: 'alarm', time: AT, alarm: { ...alarm(), tracks: [7] } }),
      JSON.stringify({ type: 'other', time: AT }),
      state({ site: null }),
      state({ alarms: 'none' }),
    ];
    for (const text of bad) expect(parseMessage(text as string)).toBeNull();
  });

  it('lose only the items that are malformed, and say how many', () => {
    const bad = [null, 7, { ...track(), lat: '33' }, { ...track(), state: 'ghost' }];
    const tracks = [...bad, track({ id: '5' })];
    const message = parseMessage(JSON.stringify({ type: 'tracks', time: AT, tracks }));
    expect(message).toMatchObject({ bad: 4, tracks: [{ id: '5' }] });
    const alarms = [{ ...alarm(), state: 'odd' }, { ...alarm(), id: 9 }];
    expect(parseMessage(state({ alarms }))).toMatchObject({ bad: 1, alarms: [{ id: '9' }] });
  });
});

describe('a track', () => {
  it('is most likely what it is to be feared for, when it is a tie', () => {
    const even = { bird: 0.5, multirotor: 0.5, 'fixed-wing': 0, crewed: 0, other: 0 };
    expect(likelyClass(track({ class: even })).name).toBe('multirotor');
  });

  it('is a claim while only broadcasts tell of it', () => {
    const claim = 'RID 1';
    expect(isClaimOnly(track({ claim, kinds: ['remote-id'] }))).toBe(true);
    expect(isClaimOnly(track({ claim, kinds: ['remote-id', 'ads-b'] }))).toBe(true);
    expect(isClaimOnly(track({ claim, kinds: ['remote-id', 'radar'] }))).toBe(false);
    expect(isClaimOnly(track({ claim: null, kinds: ['radar'] }))).toBe(false);
  });

  it('is always drawn as unknown, and dashed when it is a claim', () => {
    expect(sidc(lookOf(track()))).toBe('SUAPMHQ--------');
    expect(sidc(lookOf(track({ claim: 'x', kinds: ['ads-b'] })))).toBe('SUAAMHQ--------');
    for (const name of ['multirotor', 'fixed-wing', 'bird', 'crewed', 'other'] as const) {
      const p = { bird: 0, multirotor: 0, 'fixed-wing': 0, crewed: 0, other: 0, [name]: 1 };
      const code = sidc(lookOf(track({ class: p })));
      expect(code).toMatch(/^SUA[PA]/);
      expect(code.length).toBe(15);
    }
  });

  it('is a vessel when it says so and sensors take it for no drone', () => {
    const claim = 'vessel MMSI 211234560';
    const p = { bird: 0, multirotor: 0.02, 'fixed-wing': 0, crewed: 0.96, other: 0.02 };
    expect(isVessel(track({ claim, class: p }))).toBe(true);
    expect(isVessel(track({ claim }))).toBe(false);
    expect(isVessel(track({ claim: 'aircraft MMSI 111232506', class: p }))).toBe(false);
    expect(sidc(lookOf(track({ claim, class: p, kinds: ['report'] })))).toBe('SUSAX----------');
    expect(sidc(lookOf(track({ claim, class: p })))).toBe('SUSPX----------');
  });
});

describe('alarms', () => {
  it('are ordered by gravity, then by who waits for an answer, then by time left', () => {
    const sorted = [
      alarm({ id: '5', kind: 'approach', state: 'suppressed' }),
      alarm({ id: '7', kind: 'sensor-lost', seconds_left: null }),
      alarm({ id: '4', kind: 'approach', seconds_left: 40 }),
      alarm({ id: '2', seconds_left: 30 }),
      alarm({ id: '3', seconds_left: 12 }),
      alarm({ id: '1', seconds_left: 5, state: 'acknowledged' }),
    ].sort(compareAlarms);
    expect(sorted.map((a) => a.id)).toEqual(['3', '2', '1', '4', '7', '5']);
  });

  it('sound once, for the gravest that nobody has acknowledged', () => {
    const cover = alarm();
    const approach = alarm({ id: '4', kind: 'approach' });
    const lost = alarm({ id: '7', kind: 'sensor-lost' });
    expect(chooseSound([], false)).toBeNull();
    expect(chooseSound([lost, approach, cover], true)).toBe('take-cover');
    expect(chooseSound([approach, lost], false)).toBe('approach');
    expect(chooseSound([lost, approach], false)).toBe('approach');
    expect(chooseSound([lost], false)).toBe('attention');
    expect(chooseSound([lost], true)).toBe('no-connection');
    expect(chooseSound([alarm({ state: 'acknowledged' })], false)).toBeNull();
    expect(chooseSound([alarm({ state: 'latched-unacknowledged' })], false)).toBe('take-cover');
  });
});

describe('the picture', () => {
  const tracksAt = (time: string): Message => ({ type: 'tracks', time, tracks: [track()], bad: 0 });

  it('ages tracks on while nothing comes in', () => {
    let now = 0;
    const picture = new Picture(new EventClock(() => now));
    picture.apply(tracksAt(AT));
    expect(picture.age_s(track({ age_s: 0.2 }))).toBeCloseTo(0.2, 6);
    now = 7_000;
    expect(picture.age_s(track({ age_s: 0.2 }))).toBeCloseTo(7.2, 6);
  });

  it('knows which tracks people are warned of', () => {
    const picture = new Picture(new EventClock(() => 0));
    const near = track({ id: '44', threats: [{ zone: 'residence', p_enter: 0.9, eta_s: 9 }] });
    const named = track({ id: '41' });
    const other = track({ id: '50' });
    const bird = track({
      id: '61',
      class: { bird: 0.9, multirotor: 0.1, 'fixed-wing': 0, crewed: 0, other: 0 },
      threats: near.threats,
    });
    const faint = { ...near, id: '60', state: 'tentative' as const };
    expect(picture.danger(near)).toBeNull();
    picture.apply({ type: 'alarm', time: AT, alarm: alarm({ id: '4', kind: 'approach' }), bad: 0 });
    expect(picture.danger(near)).toBe('approach');
    picture.apply({ type: 'alarm', time: AT, alarm: alarm({ tracks: ['41'] }), bad: 0 });
    expect(picture.danger(near)).toBe('cover');
    expect(picture.danger(named)).toBe('cover');
    expect(picture.danger(other)).toBeNull();
    for (const harmless of [faint, bird]) expect(picture.danger(harmless)).toBeNull();
    /* What the alarm itself names is shown, whatever it is taken for. */
    picture.apply({ type: 'alarm', time: AT, alarm: alarm({ tracks: ['61'] }), bad: 0 });
    expect(picture.danger(bird)).toBe('cover');
  });

  it('keeps a bounded journal of changes, newest first', () => {
    const picture = new Picture(new EventClock(() => 0));
    for (let i = 1; i <= 60; i++)
      picture.apply({ type: 'alarm', time: AT, alarm: alarm({ id: String(i) }), bad: 0 });
    expect(picture.journal.length).toBe(40);
    expect(picture.journal[0]?.alarm.id).toBe('60');
  });
});
