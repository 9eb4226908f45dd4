// SPDX-License-Identifier: Apache-2.0
// What the API says (docs/api.md), as types; and the one place where what came in over the
// network becomes them. A malformed message gives null, a malformed item of a list is left
// out and counted: one bad track must not hide the others, and neither may go unnoticed.

export type TrackState = 'tentative' | 'confirmed' | 'coasting';
export const CLASSES = ['multirotor', 'fixed-wing', 'bird', 'crewed', 'other'] as const;
export type TrackClass = (typeof CLASSES)[number];

export interface Threat {
  zone: string;
  p_enter: number;
  eta_s: number | null;
}

export interface Ellipse {
  major_m: number;
  minor_m: number;
  bearing_deg: number;
}

export interface Track {
  id: string;
  state: TrackState;
  lat: number;
  lon: number;
  height_m: number;
  speed_mps: number;
  course_deg: number;
  climb_mps: number;
  age_s: number;
  seconds: number;
  existence: number;
  ellipse: Ellipse | null;
  height_sigma_m: number;
  kinds: string[];
  class: Record<TrackClass, number>;
  claim: string | null;
  /** How far the claim is believed, 0 to 1; null without one. */
  credibility: number | null;
  /** Why it is not: words of docs/remote-id.md. */
  doubts: string[];
  threats: Threat[];
}

export type AlarmKind = 'take-cover' | 'approach' | 'sensor-lost' | 'clock-step';
export const ALARM_KINDS: readonly AlarmKind[] = [
  'take-cover',
  'approach',
  'sensor-lost',
  'clock-step',
];
export const ALARM_STATES = [
  'normal',
  'unacknowledged',
  'acknowledged',
  'returned',
  'latched',
  'latched-unacknowledged',
  'shelved',
  'suppressed',
  'out-of-service',
] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

export interface Alarm {
  id: string;
  kind: AlarmKind;
  subject: string;
  state: AlarmState;
  occurrence: number;
  raised_at: string | null;
  changed_at: string | null;
  seconds_left: number | null;
  probability: number;
  evidence: string;
  tracks: string[];
  who: string;
  why: string;
  shelved_until: string | null;
}

export interface Zone {
  id: string;
  people: number;
  cover_s: number;
  floor_m: number;
  ceiling_m: number;
  corners: [number, number][];
}

export interface Sensor {
  id: string;
  kind: string;
  lat: number;
  lon: number;
  height_m: number;
  range_max_m: number;
  az_center_deg: number;
  az_width_deg: number;
}

export interface Site {
  name: string;
  origin: { lat: number; lon: number; height_m: number };
  zones: Zone[];
  sensors: Sensor[];
}

export interface Feed {
  id: string;
  up: boolean;
  events: number;
  records: number;
  damaged: number;
  foreign: number;
  impossible: number;
  unmapped: number;
  age_s: number | null;
}

/** Where warnings go: a siren, a command. */
export interface Output {
  id: string;
  up: boolean;
  delivered: number;
  failed: number;
  /** How long the latest delivery took. */
  last_ms: number | null;
  trouble: string;
}

export type Mode = 'live' | 'simulation' | 'drill' | 'replay';
const MODES: readonly Mode[] = ['live', 'simulation', 'drill', 'replay'];

/** One error of a sensor: reported minus true, one sigma of it, what is corrected now. */
export interface Estimate {
  error: number;
  sigma: number;
  applied: number;
}

export interface SensorHealth {
  id: string;
  silence_s: number | null;
  clock_wrong: boolean;
  azimuth_deg: Estimate | null;
  elevation_deg: Estimate | null;
  clock_s: Estimate | null;
  east_m: Estimate | null;
  north_m: Estimate | null;
}

export interface Status {
  mode: Mode | null;
  engine: { step: number; tracks: number; step_us_p99: number | null };
  record: { entries: number; committed: number; last_checkpoint: string | null };
  feeds: Feed[];
  sensors: SensorHealth[];
  outputs: Output[];
}

/** bad: how many items of its lists could not be understood. */
export type Message = { bad: number } & (
  | {
      type: 'state';
      time: string;
      site: Site;
      tracks: Track[];
      alarms: Alarm[];
      status: Status | null;
    }
  | { type: 'tracks'; time: string; tracks: Track[] }
  | { type: 'alarm'; time: string; alarm: Alarm }
  | { type: 'status'; time: string; status: Status }
);

type Fields = Record<string, unknown>;

function fields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

function num(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError('number');
  return value;
}

function numOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : num(value);
}

/** A count that may be absent. */
function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function str(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('string');
  return value;
}

function strOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : str(value);
}

function obj(value: unknown): Fields {
  const found = fields(value);
  if (found === null) throw new TypeError('object');
  return found;
}

function list<T>(value: unknown, each: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new TypeError('array');
  return value.map(each);
}

/** The items that can be understood; the others are counted in `found`. */
function some<T>(value: unknown, each: (item: unknown) => T, found: { bad: number }): T[] {
  if (!Array.isArray(value)) throw new TypeError('array');
  const out: T[] = [];
  for (const item of value) {
    try {
      out.push(each(item));
    } catch {
      found.bad++;
    }
  }
  return out;
}

/** An identity, which may be a number in JSON. */
function id(value: unknown): string {
  return typeof value === 'number' ? String(num(value)) : str(value);
}

function oneOf<T extends string>(value: unknown, known: readonly T[]): T {
  const found = known.find((item) => item === value);
  if (found === undefined) throw new TypeError(`one of ${known.join(', ')}`);
  return found;
}

function time(value: unknown): string {
  const text = str(value);
  if (Number.isNaN(Date.parse(text))) throw new TypeError('time');
  return text;
}

function parseThreat(value: unknown): Threat {
  const o = obj(value);
  return { zone: str(o['zone']), p_enter: num(o['p_enter']), eta_s: numOrNull(o['eta_s']) };
}

function parseEllipse(value: unknown): Ellipse | null {
  const o = fields(value);
  if (o === null) return null;
  const major = numOrNull(o['major_m']);
  const minor = numOrNull(o['minor_m']);
  const bearing = numOrNull(o['bearing_deg']);
  if (major === null || minor === null || bearing === null) return null;
  return { major_m: major, minor_m: minor, bearing_deg: bearing };
}

function parseTrack(value: unknown): Track {
  const o = obj(value);
  const p = obj(o['class']);
  return {
    id: str(o['id']),
    state: oneOf(o['state'], ['tentative', 'confirmed', 'coasting'] as const),
    lat: num(o['lat']),
    lon: num(o['lon']),
    height_m: num(o['height_m']),
    speed_mps: num(o['speed_mps']),
    course_deg: num(o['course_deg']),
    climb_mps: num(o['climb_mps']),
    age_s: num(o['age_s']),
    seconds: num(o['seconds']),
    existence: num(o['existence']),
    ellipse: parseEllipse(o['ellipse']),
    height_sigma_m: count(o['height_sigma_m']),
    kinds: list(o['kinds'], str),
    class: {
      bird: count(p['bird']),
      multirotor: count(p['multirotor']),
      'fixed-wing': count(p['fixed-wing']),
      crewed: count(p['crewed']),
      other: count(p['other']),
    },
    claim: strOrNull(o['claim']),
    credibility: o['credibility'] === undefined ? null : numOrNull(o['credibility']),
    doubts: o['doubts'] === undefined ? [] : list(o['doubts'], str),
    threats: list(o['threats'], parseThreat),
  };
}

function parseAlarm(value: unknown): Alarm {
  const o = obj(value);
  return {
    id: id(o['id']),
    kind: oneOf(o['kind'], ALARM_KINDS),
    subject: str(o['subject']),
    state: oneOf(o['state'], ALARM_STATES),
    occurrence: num(o['occurrence']),
    raised_at: strOrNull(o['raised_at']),
    changed_at: strOrNull(o['changed_at']),
    seconds_left: numOrNull(o['seconds_left']),
    probability: count(o['probability']),
    evidence: str(o['evidence']),
    tracks: list(o['tracks'], str),
    who: str(o['who']),
    why: str(o['why']),
    shelved_until: strOrNull(o['shelved_until']),
  };
}

function parseZone(value: unknown): Zone {
  const o = obj(value);
  return {
    id: str(o['id']),
    people: num(o['people']),
    cover_s: num(o['cover_s']),
    floor_m: num(o['floor_m']),
    ceiling_m: num(o['ceiling_m']),
    corners: list(o['corners'], (corner) => {
      const pair = list(corner, num);
      return [num(pair[0]), num(pair[1])];
    }),
  };
}

function parseSensor(value: unknown): Sensor {
  const o = obj(value);
  return {
    id: str(o['id']),
    kind: str(o['kind']),
    lat: num(o['lat']),
    lon: num(o['lon']),
    height_m: num(o['height_m']),
    range_max_m: num(o['range_max_m']),
    az_center_deg: num(o['az_center_deg']),
    az_width_deg: num(o['az_width_deg']),
  };
}

function parseSite(value: unknown): Site {
  const o = obj(value);
  const origin = obj(o['origin']);
  return {
    name: str(o['name']),
    origin: {
      lat: num(origin['lat']),
      lon: num(origin['lon']),
      height_m: num(origin['height_m']),
    },
    zones: list(o['zones'], parseZone),
    sensors: list(o['sensors'], parseSensor),
  };
}

function parseFeed(value: unknown): Feed {
  const o = obj(value);
  return {
    id: str(o['id']),
    up: o['up'] === true,
    events: count(o['events']),
    records: count(o['records']),
    damaged: count(o['damaged']),
    foreign: count(o['foreign']),
    impossible: count(o['impossible']),
    unmapped: count(o['unmapped']),
    age_s: numOrNull(o['age_s']),
  };
}

function parseOutput(value: unknown): Output {
  const o = obj(value);
  return {
    id: str(o['id']),
    up: o['up'] === true,
    delivered: count(o['delivered']),
    failed: count(o['failed']),
    last_ms: numOrNull(o['last_ms']),
    trouble: strOrNull(o['trouble']) ?? '',
  };
}

function estimate(value: unknown): Estimate | null {
  if (value === null || value === undefined) return null;
  const o = obj(value);
  return { error: num(o['error']), sigma: num(o['sigma']), applied: num(o['applied']) };
}

function parseSensorHealth(item: unknown): SensorHealth {
  const sensor = obj(item);
  const registration = obj(sensor['registration'] ?? {});
  return {
    id: str(sensor['id']),
    silence_s: numOrNull(sensor['silence_s']),
    clock_wrong: registration['clock_wrong'] === true,
    azimuth_deg: estimate(registration['azimuth_deg']),
    elevation_deg: estimate(registration['elevation_deg']),
    clock_s: estimate(registration['clock_s']),
    east_m: estimate(registration['east_m']),
    north_m: estimate(registration['north_m']),
  };
}

function parseStatus(value: unknown): Status {
  const o = obj(value);
  const engine = obj(o['engine']);
  const record = obj(o['record']);
  return {
    mode: MODES.find((mode) => mode === o['mode']) ?? null,
    engine: {
      step: count(engine['step']),
      tracks: count(engine['tracks']),
      step_us_p99: numOrNull(engine['step_us_p99']),
    },
    record: {
      entries: count(record['entries']),
      committed: count(record['committed']),
      last_checkpoint: strOrNull(record['last_checkpoint']),
    },
    feeds: list(o['feeds'], parseFeed),
    sensors: list(o['sensors'], parseSensorHealth),
    outputs: list(o['outputs'] ?? [], parseOutput),
  };
}

/** A message of /api/live; null when it is not one. */
export function parseMessage(text: string): Message | null {
  try {
    const o = obj(JSON.parse(text));
    const at = time(o['time']);
    const found = { bad: 0 };
    const tracks = () => some(o['tracks'], parseTrack, found);
    switch (o['type']) {
      case 'state':
        return {
          type: 'state',
          time: at,
          site: parseSite(o['site']),
          tracks: tracks(),
          alarms: some(o['alarms'], parseAlarm, found),
          status: o['status'] === null ? null : parseStatus(o['status']),
          bad: found.bad,
        };
      case 'tracks':
        return { type: 'tracks', time: at, tracks: tracks(), bad: found.bad };
      case 'alarm':
        return { type: 'alarm', time: at, alarm: parseAlarm(o['alarm']), bad: 0 };
      case 'status':
        return { type: 'status', time: at, status: parseStatus(o['status']), bad: 0 };
      default:
        return null;
    }
  } catch {
    return null;
  }
}

/** What it most likely is, and how sure; a tie goes to what is more to be feared. */
export function likelyClass(track: Track): { name: TrackClass; p: number } {
  let best: TrackClass = 'other';
  let p = -1;
  for (const name of CLASSES) {
    if (track.class[name] > p) {
      best = name;
      p = track.class[name];
    }
  }
  return { name: best, p };
}

const BROADCASTS = new Set(['remote-id', 'ads-b', 'report']);

/** What is said of a claim beside it: nothing, or why it is in doubt. */
export function doubtText(track: Track): string {
  return track.doubts.length === 0 ? '' : `, in doubt: ${track.doubts.join(', ')}`;
}

/** True when nothing but its own broadcast says that it is there. */
export function isClaimOnly(track: Track): boolean {
  return track.claim !== null && track.kinds.every((kind) => BROADCASTS.has(kind));
}

/** Crewed, and afloat as it says itself (AIS). What sensors take for a drone is none. */
export function isVessel(track: Track): boolean {
  return likelyClass(track).name === 'crewed' && track.claim?.startsWith('vessel ') === true;
}

/** What a track threatens as far as people should see it: not what a bird or a crewed
 * aircraft might do. */
export function fearedThreats(track: Track): Threat[] {
  const { name } = likelyClass(track);
  const feared = track.state !== 'tentative' && name !== 'bird' && name !== 'crewed';
  return feared ? track.threats : [];
}

export function isUnacknowledged(alarm: Alarm): boolean {
  return (
    alarm.state === 'unacknowledged' ||
    alarm.state === 'latched-unacknowledged' ||
    alarm.state === 'returned'
  );
}

/** Whether its condition holds now, as far as is known. */
export function isActive(alarm: Alarm): boolean {
  return alarm.state === 'unacknowledged' || alarm.state === 'acknowledged';
}

export function isLatched(alarm: Alarm): boolean {
  return alarm.state === 'latched' || alarm.state === 'latched-unacknowledged';
}

/** Whether people must be in cover: until a named human says all clear. */
export function keepsInCover(alarm: Alarm): boolean {
  return alarm.kind === 'take-cover' && (isActive(alarm) || isLatched(alarm));
}

const RANK: Record<AlarmKind, number> = {
  'take-cover': 0,
  approach: 1,
  'clock-step': 2,
  'sensor-lost': 3,
};

/** The order in which an operator should look at alarms. */
export function compareAlarms(a: Alarm, b: Alarm): number {
  const attention = Number(isUnacknowledged(b)) - Number(isUnacknowledged(a));
  const set = (alarm: Alarm) =>
    Number(!isActive(alarm) && !isLatched(alarm) && !isUnacknowledged(alarm));
  const left = (alarm: Alarm) => alarm.seconds_left ?? Number.POSITIVE_INFINITY;
  if (set(a) !== set(b)) return set(a) - set(b); /* silenced, suppressed: last */
  if (RANK[a.kind] !== RANK[b.kind]) return RANK[a.kind] - RANK[b.kind];
  if (attention !== 0) return attention;
  if (left(a) !== left(b)) return left(a) < left(b) ? -1 : 1;
  return Number(a.id) - Number(b.id);
}
