// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Countdown, earliest_s, ZoneWatch } from '../src/countdown';
import { alarm, track, zone } from './make';

const T0 = Date.parse('2026-03-01T20:00:00Z');
const threat = (eta_s: number | null, to = 'residence') => ({ zone: to, p_enter: 0.9, eta_s });

describe('a countdown', () => {
  it('counts down in event time', () => {
    const countdown = new Countdown();
    expect(countdown.left_s(T0)).toBeNull();
    countdown.tell(T0 + 20_000, T0);
    expect(countdown.left_s(T0)).toBe(20);
    expect(countdown.left_s(T0 + 7_500)).toBe(12.5);
    expect(countdown.left_s(T0 + 21_000)).toBe(-1);
  });

  it('holds still against estimates that wander, and follows real change', () => {
    const countdown = new Countdown();
    countdown.tell(T0 + 20_000, T0);
    countdown.tell(T0 + 20_600, T0 + 200); /* within 0.7 s */
    expect(countdown.left_s(T0)).toBe(20);
    countdown.tell(T0 + 19_200, T0 + 400); /* 0.8 s earlier */
    expect(countdown.left_s(T0)).toBe(19.2);
  });

  it('knows when nobody has confirmed it lately', () => {
    const countdown = new Countdown();
    countdown.tell(T0 + 20_000, T0);
    expect(countdown.fresh(T0 + 2_500)).toBe(true);
    expect(countdown.fresh(T0 + 2_501)).toBe(false);
  });
});

describe('the earliest arrival', () => {
  it('is the least over tracks that are more than tentative', () => {
    const tracks = [
      track({ id: '1', threats: [threat(30)] }),
      track({ id: '2', threats: [threat(null), threat(5, 'guard-post'), threat(21)] }),
      track({ id: '3', state: 'tentative', threats: [threat(1)] }),
    ];
    expect(earliest_s(tracks, 'residence')).toBe(21);
    expect(earliest_s(tracks, 'guard-post')).toBe(5);
    expect(earliest_s(tracks, 'nowhere')).toBeNull();
  });
});

describe('the outlook for a zone', () => {
  it('is quiet without an alarm, whatever a track threatens', () => {
    const watch = new ZoneWatch();
    watch.picture([zone()], [track({ threats: [threat(4)] })], T0);
    const outlook = watch.outlook(zone(), [alarm({ state: 'normal' })], T0);
    expect(outlook.level).toBe('quiet');
    expect(outlook.left_s).toBeNull();
  });

  it('counts from what the alarm said while no track says otherwise', () => {
    const watch = new ZoneWatch();
    const outlook = watch.outlook(zone(), [alarm({ seconds_left: 20 })], T0 + 6_000);
    expect(outlook.level).toBe('cover');
    expect(outlook.left_s).toBe(14);
    expect(outlook.fresh).toBe(false);
  });

  it('follows the tracks while they are seen, and counts on when they are not', () => {
    const watch = new ZoneWatch();
    const alarms = [alarm({ seconds_left: 20 })];
    watch.outlook(zone(), alarms, T0);
    watch.picture([zone()], [track({ threats: [threat(10)] })], T0 + 2_000);
    expect(watch.outlook(zone(), alarms, T0 + 2_000)).toMatchObject({ left_s: 10, fresh: true });
    watch.picture([zone()], [], T0 + 4_000);
    expect(watch.outlook(zone(), alarms, T0 + 7_000)).toMatchObject({ left_s: 5, fresh: false });
  });

  it('keeps counting through an acknowledgement', () => {
    const watch = new ZoneWatch();
    watch.outlook(zone(), [alarm({ seconds_left: 20 })], T0);
    const acknowledged = alarm({
      state: 'acknowledged',
      who: 'A. Karim',
      changed_at: '2026-03-01T20:00:05Z',
      seconds_left: 15,
    });
    const outlook = watch.outlook(zone(), [acknowledged], T0 + 5_000);
    expect(outlook).toMatchObject({ level: 'cover', left_s: 15, unacknowledged: false });
  });

  it('stays in cover, without a number, until a human says all clear', () => {
    const watch = new ZoneWatch();
    watch.outlook(zone(), [alarm()], T0);
    const latched = watch.outlook(zone(), [alarm({ state: 'latched' })], T0 + 30_000);
    expect(latched).toMatchObject({ level: 'stay', left_s: null, unacknowledged: false });
    const late = watch.outlook(zone(), [alarm({ state: 'latched-unacknowledged' })], T0 + 31_000);
    expect(late).toMatchObject({ level: 'stay', unacknowledged: true });
    expect(watch.outlook(zone(), [alarm({ state: 'normal' })], T0 + 40_000).level).toBe('quiet');
  });

  it('lets take cover outrank approach, and keeps other zones out of it', () => {
    const watch = new ZoneWatch();
    const approach = alarm({ id: '4', kind: 'approach', seconds_left: 40 });
    expect(watch.outlook(zone(), [approach], T0)).toMatchObject({ level: 'approach', left_s: 40 });
    expect(watch.outlook(zone(), [approach, alarm()], T0).level).toBe('cover');
    expect(watch.outlook(zone({ id: 'staff-house' }), [approach, alarm()], T0).level).toBe('quiet');
  });

  it('begins anew when the alarm is raised again', () => {
    const watch = new ZoneWatch();
    watch.outlook(zone(), [alarm({ seconds_left: 5 })], T0);
    watch.outlook(zone(), [alarm({ state: 'normal' })], T0 + 10_000);
    const again = alarm({
      occurrence: 2,
      changed_at: '2026-03-01T20:01:00Z',
      seconds_left: 25,
    });
    expect(watch.outlook(zone(), [again], T0 + 60_000).left_s).toBe(25);
  });
});
