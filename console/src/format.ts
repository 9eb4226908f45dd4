// SPDX-License-Identifier: Apache-2.0
// Numbers and times as people read them.
import type { SensorHealth } from './model';

/** Whole seconds left, never more than there are: 8.9 s reads 8. */
export function wholeSeconds(seconds: number): number {
  return Math.max(0, Math.floor(seconds));
}

/** An age: tenths while they matter, then whole seconds, then minutes. */
export function age(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const s = Math.max(0, seconds);
  if (s < 9.95) return `${s.toFixed(1)} s`;
  if (s < 119.5) return `${Math.round(s)} s`;
  if (s < 7200) return `${Math.round(s / 60)} min`;
  return `${Math.round(s / 3600)} h`;
}

export function milliseconds(ms: number): string {
  if (ms < 1) return '< 1 ms';
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function metres(value: number): string {
  const m = Math.abs(value) < 0.5 ? 0 : value;
  if (Math.abs(m) >= 9950) return `${(m / 1000).toFixed(0)} km`;
  if (Math.abs(m) >= 1000) return `${(m / 1000).toFixed(1)} km`;
  return `${m.toFixed(0)} m`;
}

export function speed(mps: number): string {
  return `${Math.max(0, mps).toFixed(0)} m/s`;
}

/** Three digits, as bearings are spoken: 045°. */
export function bearing(deg: number): string {
  const wrapped = Math.round(((deg % 360) + 360) % 360) % 360;
  return `${String(wrapped).padStart(3, '0')}°`;
}

export function percent(p: number): string {
  const value = Math.min(1, Math.max(0, p)) * 100;
  if (value > 99 && value < 100) return '> 99 %';
  if (value > 0 && value < 1) return '< 1 %';
  return `${value.toFixed(0)} %`;
}

/** Arrow for a climb; nothing when it is level within 1 m/s. */
export function climb(mps: number): string {
  if (mps >= 1) return '\u2009↑';
  if (mps <= -1) return '\u2009↓';
  return '';
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** 21:28:36, UTC. */
export function clockUtc(ms: number): string {
  const t = new Date(ms);
  return `${two(t.getUTCHours())}:${two(t.getUTCMinutes())}:${two(t.getUTCSeconds())}`;
}

export function dateUtc(ms: number): string {
  const t = new Date(ms);
  return `${t.getUTCFullYear()}-${two(t.getUTCMonth() + 1)}-${two(t.getUTCDate())}`;
}

/** 14 302 with thin spaces, as large counts are easier to read. */
export function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

export function people(n: number): string {
  return n === 1 ? '1 person' : `${n} people`;
}

const KIND_NAMES: Record<string, string> = {
  radar: 'radar',
  radio: 'radio',
  acoustic: 'sound',
  camera: 'camera',
  'remote-id': 'Remote ID',
  'ads-b': 'ADS-B',
  report: 'report',
};

export function kinds(list: readonly string[]): string {
  return list.map((kind) => KIND_NAMES[kind] ?? kind).join(' + ');
}

const ERRORS = [
  ['azimuth_deg', 'turned', '°', 1],
  ['elevation_deg', 'tilted', '°', 1],
  ['clock_s', 'clock', ' s', 2],
  ['east_m', 'east', ' m', 0],
  ['north_m', 'north', ' m', 0],
] as const;

/** How a sensor errs: what is corrected by more than half of its sigma, or all of it. */
export function registration(sensor: SensorHealth, all: boolean): string {
  const parts = ERRORS.flatMap(([key, word, unit, digits]) => {
    const e = sensor[key];
    if (e === null || (!all && Math.abs(e.applied) < 0.5 * e.sigma)) return [];
    const sign = e.error < 0 ? '−' : '+';
    const said = `${word} ${sign}${Math.abs(e.error).toFixed(digits)} ± ${e.sigma.toFixed(digits)}${unit}`;
    return [all ? `${said}, corrected by ${e.applied.toFixed(digits)}${unit}` : said];
  });
  if (sensor.clock_wrong) parts.unshift('clock wrong: no evidence');
  return parts.join(all ? '; ' : ', ');
}
