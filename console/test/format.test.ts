// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fit } from '../src/actions';
import * as format from '../src/format';

describe('seconds left', () => {
  it('never promise more than there is', () => {
    expect(format.wholeSeconds(8.99)).toBe(8);
    expect(format.wholeSeconds(0.4)).toBe(0);
    expect(format.wholeSeconds(-3)).toBe(0);
  });
});

describe('ages', () => {
  it('have tenths while they matter', () => {
    expect(format.age(0)).toBe('0.0 s');
    expect(format.age(9.94)).toBe('9.9 s');
    expect(format.age(9.95)).toBe('10 s');
    expect(format.age(119.4)).toBe('119 s');
    expect(format.age(119.6)).toBe('2 min');
    expect(format.age(7200)).toBe('2 h');
    expect(format.age(-1)).toBe('0.0 s');
    expect(format.age(Number.NaN)).toBe('–');
  });
});

describe('delivery times', () => {
  it('are in milliseconds while that says something', () => {
    expect(format.milliseconds(0.2)).toBe('< 1 ms');
    expect(format.milliseconds(45.4)).toBe('45 ms');
    expect(format.milliseconds(2350)).toBe('2.4 s');
  });
});

describe('lengths and bearings', () => {
  it('are short and have their unit', () => {
    expect(format.metres(-0.2)).toBe('0 m');
    expect(format.metres(45.4)).toBe('45 m');
    expect(format.metres(1049)).toBe('1.0 km');
    expect(format.metres(12_400)).toBe('12 km');
    expect(format.speed(-0.1)).toBe('0 m/s');
  });

  it('wrap at north', () => {
    expect(format.bearing(45)).toBe('045°');
    expect(format.bearing(359.7)).toBe('000°');
    expect(format.bearing(-90)).toBe('270°');
  });
});

describe('chances', () => {
  it('are never rounded to certainty', () => {
    expect(format.percent(0.934)).toBe('93 %');
    expect(format.percent(0.996)).toBe('> 99 %');
    expect(format.percent(0.003)).toBe('< 1 %');
    expect(format.percent(1)).toBe('100 %');
    expect(format.percent(0)).toBe('0 %');
  });
});

describe('times', () => {
  it('are UTC whatever the zone of the browser', () => {
    const ms = Date.parse('2026-03-01T23:59:59.9Z');
    expect(format.clockUtc(ms)).toBe('23:59:59');
    expect(format.dateUtc(ms)).toBe('2026-03-01');
  });
});

describe('text for the API', () => {
  it('is cut by octets, never inside a character', () => {
    expect(fit('  A. Karim ', 31)).toBe('A. Karim');
    expect(fit('ééé', 5)).toBe('éé'); /* 2 octets each */
    expect(fit('حارس البوابة الرئيسية', 31).length).toBeLessThanOrEqual(31);
    expect(new TextEncoder().encode(fit('حارس البوابة الرئيسية', 31)).length).toBeLessThanOrEqual(31);
    expect(fit('🛰🛰', 7)).toBe('🛰');
    expect(fit('   ', 31)).toBe('');
  });
});

describe('how a sensor errs', () => {
  const sensor = {
    id: 'az2',
    silence_s: 0.1,
    clock_wrong: false,
    azimuth_deg: { error: 4.93, sigma: 0.21, applied: 4.9 },
    elevation_deg: null,
    clock_s: { error: -0.04, sigma: 0.12, applied: -0.01 },
    east_m: null,
    north_m: null,
  };
  it('says what is put right, and all of it when asked', () => {
    expect(format.registration(sensor, false)).toBe('turned +4.9 ± 0.2°');
    expect(format.registration(sensor, true)).toBe(
      'turned +4.9 ± 0.2°, corrected by 4.9°; clock −0.04 ± 0.12 s, corrected by -0.01 s',
    );
  });
  it('says first that a clock is wrong', () => {
    expect(format.registration({ ...sensor, clock_wrong: true }, false)).toBe(
      'clock wrong: no evidence, turned +4.9 ± 0.2°',
    );
  });
});
