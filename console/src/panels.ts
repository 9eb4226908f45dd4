// SPDX-License-Identifier: Apache-2.0
// The column at the right: zones, alarms, tracks, sensors and feeds.

import { MARKS } from './banner';
import { button, el, KeyedList, setData, setText } from './dom';
import * as format from './format';
import { rangeBearing } from './geometry';
import {
  compareAlarms,
  isActive,
  doubtText,
  isClaimOnly,
  isLatched,
  isUnacknowledged,
  likelyClass,
  type Alarm,
  type AlarmKind,
  type AlarmState,
  type Feed,
  type Output,
  type Sensor,
  type Track,
} from './model';
import { classWord, OLD_S } from './overlay';
import type { Picture } from './picture';
import { Rates } from './rates';
import type { ZoneOutlook } from './countdown';

function section(title: string, className: string): { root: HTMLElement; count: HTMLElement } {
  const count = el('span', 'count');
  const root = el('section', className, { 'aria-label': title });
  root.append(el('h2', '', {}, title, count));
  return { root, count };
}

/* ---- zones ---- */

interface ZoneRow {
  root: HTMLElement;
  mark: HTMLElement;
  name: HTMLElement;
  detail: HTMLElement;
  word: HTMLElement;
  bar: HTMLElement;
}

const LEVEL_WORDS = { cover: 'take cover', stay: 'stay in cover', approach: 'approach', quiet: 'quiet' };
/** The bar of a zone is full at so many seconds. */
const BAR_S = 60;

export class ZonePanel {
  readonly root: HTMLElement;
  readonly #rows: KeyedList<ZoneOutlook, ZoneRow>;

  constructor() {
    const box = section('Zones', 'zones');
    this.root = box.root;
    const list = el('ul');
    this.root.append(list);
    this.#rows = new KeyedList<ZoneOutlook, ZoneRow>(
      list,
      (o) => o.zone.id,
      (o) => this.#make(o),
      (row, o) => this.#update(row, o),
    );
  }

  show(outlooks: readonly ZoneOutlook[]): void {
    this.#rows.show(outlooks);
  }

  #make(outlook: ZoneOutlook): ZoneRow {
    const mark = el('span', 'mark', { 'aria-hidden': 'true' });
    const name = el('b', '', {}, outlook.zone.id);
    const detail = el('span', 'detail');
    const word = el('span', 'word');
    const bar = el('i');
    const tick = el('s');
    tick.style.left = `${Math.min(100, (outlook.zone.cover_s / BAR_S) * 100)}%`;
    const root = el(
      'li',
      '',
      {},
      mark,
      el('div', '', {}, name, detail),
      word,
      el('div', 'bar', { 'aria-hidden': 'true' }, bar, tick),
    );
    return { root, mark, name, detail, word, bar };
  }

  #update(row: ZoneRow, outlook: ZoneOutlook): void {
    const { zone, level, left_s } = outlook;
    setData(row.root, 'level', level);
    setData(row.root, 'zone', zone.id);
    setText(row.mark, MARKS[level]);
    setText(
      row.detail,
      `${format.people(zone.people)} · ${format.wholeSeconds(zone.cover_s)} s to cover`,
    );
    setText(
      row.word,
      left_s === null
        ? LEVEL_WORDS[level]
        : `${LEVEL_WORDS[level]} ${format.wholeSeconds(left_s)} s`,
    );
    row.bar.style.width =
      left_s === null ? '0' : `${Math.min(100, Math.max(0, (left_s / BAR_S) * 100)).toFixed(1)}%`;
  }
}

/* ---- alarms ---- */

export interface AlarmActions {
  acknowledge(alarm: Alarm): void;
  allClear(alarm: Alarm): void;
  silence(alarm: Alarm): void;
  unsilence(alarm: Alarm): void;
}

const KIND_WORDS: Record<AlarmKind, string> = {
  'take-cover': 'take cover',
  approach: 'approach',
  'sensor-lost': 'sensor lost',
  'clock-step': 'clock stepped',
};

const STATE_WORDS: Record<AlarmState, string> = {
  normal: 'normal',
  unacknowledged: 'not acknowledged',
  acknowledged: 'acknowledged',
  returned: 'over, not acknowledged',
  latched: 'latched: waits for all clear',
  'latched-unacknowledged': 'latched, not acknowledged',
  shelved: 'silenced',
  suppressed: 'suppressed by design',
  'out-of-service': 'out of service',
};

export function alarmLevel(alarm: Alarm): 'danger' | 'caution' | 'calm' {
  if (!isActive(alarm) && !isLatched(alarm)) return 'calm';
  return alarm.kind === 'take-cover' ? 'danger' : 'caution';
}

function alarmMark(alarm: Alarm): string {
  if (alarm.kind === 'take-cover') return isLatched(alarm) ? MARKS.stay : MARKS.cover;
  if (alarm.kind === 'approach') return MARKS.approach;
  return alarm.kind === 'sensor-lost' ? '⊘' : '◷';
}

interface AlarmRow {
  root: HTMLElement;
  mark: HTMLElement;
  title: HTMLElement;
  state: HTMLElement;
  detail: HTMLElement;
  ack: HTMLButtonElement;
  clear: HTMLButtonElement;
  shelve: HTMLButtonElement;
  unshelve: HTMLButtonElement;
  alarm: Alarm;
}

export class AlarmPanel {
  readonly root: HTMLElement;
  readonly #count: HTMLElement;
  readonly #none = el('p', 'none', {}, 'No alarms.');
  readonly #suppressed = el('p', 'none');
  readonly #rows: KeyedList<Alarm, AlarmRow>;

  constructor(
    private readonly picture: Picture,
    private readonly actions: AlarmActions,
  ) {
    const box = section('Alarms', 'alarms');
    this.root = box.root;
    this.#count = box.count;
    const list = el('ul');
    this.root.append(list, this.#none, this.#suppressed);
    this.#rows = new KeyedList<Alarm, AlarmRow>(
      list,
      (alarm) => alarm.id,
      (alarm) => this.#make(alarm),
      (row, alarm) => this.#update(row, alarm),
    );
  }

  show(): void {
    const alarms = [...this.picture.alarms.values()]
      .filter((alarm) => alarm.state !== 'normal' && alarm.state !== 'suppressed')
      .sort(compareAlarms);
    const suppressed = [...this.picture.alarms.values()]
      .filter((alarm) => alarm.state === 'suppressed')
      .sort(compareAlarms)
      .map((alarm) => `${alarm.subject} ${KIND_WORDS[alarm.kind]} (${alarm.why})`);
    const open = alarms.filter(isUnacknowledged).length;
    this.#rows.show(alarms);
    setText(this.#count, open > 0 ? `${open} not acknowledged` : '');
    this.#none.hidden = alarms.length > 0;
    this.#suppressed.hidden = suppressed.length === 0;
    setText(this.#suppressed, `${suppressed.length} suppressed by design`);
    this.#suppressed.title = suppressed.join('\n');
  }

  #make(alarm: Alarm): AlarmRow {
    const mark = el('span', 'mark', { 'aria-hidden': 'true' });
    const title = el('b');
    const state = el('span', 'state');
    const detail = el('span', 'detail');
    const row: AlarmRow = {
      root: el('li'),
      mark,
      title,
      state,
      detail,
      ack: button('Acknowledge', 'ack', () => this.actions.acknowledge(row.alarm)),
      clear: button('All clear…', 'clear', () => this.actions.allClear(row.alarm)),
      shelve: button('Silence…', '', () => this.actions.silence(row.alarm)),
      unshelve: button('End silence', '', () => this.actions.unsilence(row.alarm)),
      alarm,
    };
    row.root.append(
      mark,
      el('div', '', {}, title, state, detail),
      el('div', 'do', {}, row.ack, row.clear, row.shelve, row.unshelve),
    );
    return row;
  }

  #update(row: AlarmRow, alarm: Alarm): void {
    row.alarm = alarm;
    setData(row.root, 'level', alarmLevel(alarm));
    setData(row.root, 'alarm', alarm.id);
    setData(row.root, 'kind', alarm.kind);
    setData(row.root, 'state', alarm.state);
    setData(row.root, 'unacknowledged', String(isUnacknowledged(alarm)));
    setText(row.mark, alarmMark(alarm));
    setText(row.title, `${alarm.subject}: ${KIND_WORDS[alarm.kind]}`);
    const who = alarm.who !== '' && alarm.who !== 'tocsin' ? `, ${alarm.who}` : '';
    setText(row.state, `${STATE_WORDS[alarm.state]}${who}`);
    const since = alarm.raised_at === null ? null : Date.parse(alarm.raised_at);
    const parts = since === null ? [] : [format.clockUtc(since)];
    if (alarm.state === 'shelved' && alarm.shelved_until !== null)
      parts.push(`until ${format.clockUtc(Date.parse(alarm.shelved_until))}`);
    if (alarm.why !== '') parts.push(alarm.why);
    if (alarm.occurrence > 1) parts.push(`${alarm.occurrence}th time`);
    setText(row.detail, parts.join(' · '));
    row.ack.hidden = !isUnacknowledged(alarm);
    const warns = alarm.kind === 'take-cover' || alarm.kind === 'approach';
    row.clear.hidden = !(warns && (isActive(alarm) || isLatched(alarm))) || !row.ack.hidden;
    row.shelve.hidden = alarm.kind === 'take-cover' || !isActive(alarm);
    row.unshelve.hidden = alarm.state !== 'shelved';
  }
}

/* ---- tracks ---- */

interface TrackRow {
  root: HTMLElement;
  cells: HTMLElement[];
  track: Track;
}

const ROWS_MAX = 60;

export class TrackPanel {
  readonly root: HTMLElement;
  readonly #count: HTMLElement;
  readonly #rest = el('p', 'none');
  readonly #rows: KeyedList<Track, TrackRow>;
  readonly #detail = el('dl', 'track-detail');
  order: string[] = [];

  constructor(
    private readonly picture: Picture,
    private readonly select: (id: string | null) => void,
  ) {
    const box = section('Tracks', 'tracks');
    this.root = box.root;
    this.#count = box.count;
    const head = el('tr');
    for (const title of ['', 'Track', 'Range', 'Bearing', 'Speed', 'Height', 'Age'])
      head.append(el('th', '', { scope: 'col' }, title));
    const body = el('tbody');
    this.root.append(
      el('table', '', {}, el('thead', '', {}, head), body),
      this.#rest,
      this.#detail,
    );
    this.#rows = new KeyedList<Track, TrackRow>(
      body,
      (track) => track.id,
      (track) => this.#make(track),
      (row, track) => this.#update(row, track),
    );
  }

  show(selected: string | null): void {
    const weight = (track: Track) => {
      const danger = this.picture.danger(track);
      return danger === 'cover' ? 0 : danger === 'approach' ? 1 : 2;
    };
    const isBird = (track: Track) => Number(likelyClass(track).name === 'bird');
    const listed = this.picture.tracks
      .filter((track) => track.state !== 'tentative' || track.id === selected)
      .sort(
        (a, b) =>
          weight(a) - weight(b) || isBird(a) - isBird(b) || Number(a.id) - Number(b.id),
      )
      .slice(0, ROWS_MAX);
    this.order = listed.map((track) => track.id);
    this.#rows.show(listed);
    for (const id of this.order) {
      const row = this.#rows.get(id);
      if (row !== undefined) {
        row.root.setAttribute('aria-selected', String(id === selected));
      }
    }
    const confirmed = this.picture.tracks.filter((track) => track.state !== 'tentative').length;
    const tentative = this.picture.tracks.length - confirmed;
    setText(this.#count, `${confirmed} confirmed`);
    setText(this.#rest, tentative > 0 ? `and ${tentative} tentative` : '');
    this.#show(this.picture.tracks.find((track) => track.id === selected) ?? null);
  }

  #make(track: Track): TrackRow {
    const cells = [el('td', 'mark'), ...Array.from({ length: 6 }, () => el('td'))];
    const root = el('tr', '', { tabindex: '0' }, ...cells);
    const row: TrackRow = { root, cells, track };
    const choose = () => this.select(row.track.id);
    root.addEventListener('click', choose);
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        choose();
      }
    });
    return row;
  }

  #update(row: TrackRow, track: Track): void {
    row.track = track;
    const plane = this.picture.site?.origin;
    const at = plane === undefined ? null : rangeBearing(plane, track.lon, track.lat);
    const danger = this.picture.danger(track) ?? 'none';
    const age_s = this.picture.age_s(track);
    setData(row.root, 'track', track.id);
    setData(row.root, 'danger', danger);
    setData(row.root, 'claimed', String(isClaimOnly(track)));
    setData(row.root, 'quiet', String(likelyClass(track).name === 'bird' && danger === 'none'));
    setData(row.root, 'old', String(age_s > OLD_S));
    const texts = [
      danger === 'cover' ? MARKS.cover : danger === 'approach' ? MARKS.approach : '',
      `${track.id} ${classWord(track)}`,
      at === null ? '' : format.metres(at.range_m),
      at === null ? '' : format.bearing(at.bearing_deg),
      format.speed(track.speed_mps),
      format.metres(track.height_m),
      format.age(age_s),
    ];
    texts.forEach((text, i) => setText(row.cells[i] as HTMLElement, text));
  }

  #show(track: Track | null): void {
    this.#detail.hidden = track === null;
    if (track === null) return;
    const likely = likelyClass(track);
    const facts: [string, string][] = [
      ['Track', `${track.id}, ${track.state}, exists with ${format.percent(track.existence)}`],
      ['Seen by', `${format.kinds(track.kinds) || '–'}, for ${format.age(track.seconds)}`],
      ['Class', `${classWord(track)} ${format.percent(likely.p)}`],
      ['Claim', track.claim === null ? 'none' : `${track.claim} (says so itself${doubtText(track)})`],
      [
        'Motion',
        `course ${format.bearing(track.course_deg)}, climb ${track.climb_mps.toFixed(1)} m/s`,
      ],
      [
        'Within',
        track.ellipse === null
          ? 'not known'
          : `${format.metres(track.ellipse.major_m)} × ${format.metres(track.ellipse.minor_m)} (95 %)`,
      ],
      ...track.threats.map((threat): [string, string] => [
        `To ${threat.zone}`,
        `${threat.eta_s === null ? '–' : `${format.wholeSeconds(threat.eta_s)} s`}, chance ${format.percent(threat.p_enter)}`,
      ]),
    ];
    const nodes = facts.flatMap(([name, value]) => [el('dt', '', {}, name), el('dd', '', {}, value)]);
    const text = facts.flat().join('|');
    if (this.#detail.dataset['of'] === text) return;
    this.#detail.dataset['of'] = text;
    this.#detail.replaceChildren(...nodes);
  }
}

/* ---- sensors and feeds ---- */

interface SourceRow {
  root: HTMLElement;
  mark: HTMLElement;
  name: HTMLElement;
  detail: HTMLElement;
  value: HTMLElement;
  spark: SVGElement | null;
}

export class SourcePanel {
  readonly root: HTMLElement;
  readonly #count: HTMLElement;
  readonly #sensors: KeyedList<Sensor, SourceRow>;
  readonly #feeds: KeyedList<Feed, SourceRow>;
  readonly #outputs: KeyedList<Output, SourceRow>;
  readonly #record = el('p', 'none');
  readonly #rates = new Rates();
  #status_ms = 0;

  constructor(private readonly picture: Picture) {
    const box = section('Sensors, feeds, outputs', 'sources');
    this.root = box.root;
    this.#count = box.count;
    const sensors = el('ul', '', { 'aria-label': 'Sensors' });
    const feeds = el('ul', 'feeds', { 'aria-label': 'Feeds' });
    const outputs = el('ul', 'outputs', { 'aria-label': 'Outputs' });
    this.root.append(sensors, feeds, outputs, this.#record);
    this.#sensors = new KeyedList<Sensor, SourceRow>(
      sensors,
      (sensor) => sensor.id,
      (sensor) => this.#make(sensor.id, false),
      (row, sensor) => this.#sensor(row, sensor),
    );
    this.#feeds = new KeyedList<Feed, SourceRow>(
      feeds,
      (feed) => feed.id,
      (feed) => this.#make(feed.id, true),
      (row, feed) => this.#feed(row, feed),
    );
    this.#outputs = new KeyedList<Output, SourceRow>(
      outputs,
      (output) => output.id,
      (output) => this.#make(output.id, false),
      (row, output) => this.#output(row, output),
    );
  }

  /** A new status of event time at_ms. */
  status(at_ms: number): void {
    this.#status_ms = at_ms;
    for (const feed of this.picture.status?.feeds ?? [])
      this.#rates.told(feed.id, feed.records, at_ms);
  }

  show(): void {
    const status = this.picture.status;
    this.#sensors.show(this.picture.site?.sensors ?? []);
    this.#feeds.show(status?.feeds ?? []);
    this.#outputs.show(status?.outputs ?? []);
    const lost = [...this.picture.alarms.values()].filter(
      (alarm) => alarm.kind === 'sensor-lost' && isActive(alarm),
    ).length;
    const down = [...(status?.feeds ?? []), ...(status?.outputs ?? [])].filter(
      (one) => !one.up,
    ).length;
    setText(
      this.#count,
      [lost > 0 ? `${lost} lost` : '', down > 0 ? `${down} down` : ''].filter(Boolean).join(', '),
    );
    if (status === null) return;
    const at = status.record.last_checkpoint;
    const since = at === null ? '' : `, signed ${format.age((this.picture.clock.ms - Date.parse(at)) / 1000)} ago`;
    setText(this.#record, `Record: ${format.grouped(status.record.committed)} entries safe${since}`);
  }

  #make(id: string, spark: boolean): SourceRow {
    const mark = el('span', 'mark', { 'aria-hidden': 'true' });
    const name = el('b', '', {}, id);
    const detail = el('span', 'detail');
    const value = el('span', 'word');
    const line = spark ? Rates.line() : null;
    const root = el('li', '', {}, mark, el('div', '', {}, name, detail), line?.root ?? null, value);
    return { root, mark, name, detail, value, spark: line?.path ?? null };
  }

  #sensor(row: SourceRow, sensor: Sensor): void {
    const health = this.picture.status?.sensors.find((s) => s.id === sensor.id);
    const silence = health?.silence_s ?? null;
    const silence_s =
      silence === null ? null : silence + Math.max(0, this.picture.clock.ms - this.#status_ms) / 1000;
    const alarm = [...this.picture.alarms.values()].find(
      (a) =>
        a.kind === 'sensor-lost' &&
        a.subject === sensor.id &&
        a.state !== 'normal' &&
        a.state !== 'suppressed' /* one that has nothing to tell when nothing is there */,
    );
    const quiet = silence === null ? 'unheard' : 'good';
    const state = alarm === undefined ? quiet : isActive(alarm) ? 'lost' : 'set';
    setData(row.root, 'source', state);
    setData(row.root, 'sensor', sensor.id);
    setText(row.mark, state === 'lost' ? '⊘' : state === 'good' ? '●' : '○');
    const errs = health === undefined ? '' : format.registration(health, false);
    setText(row.detail, [format.kinds([sensor.kind]), errs].filter(Boolean).join(', '));
    row.detail.title = health === undefined ? '' : format.registration(health, true);
    setText(
      row.value,
      silence_s === null
        ? 'never heard'
        : state === 'lost'
          ? health?.clock_wrong === true
            ? 'clock wrong'
            : `silent ${format.age(silence_s)}`
          : alarm !== undefined
            ? STATE_WORDS[alarm.state]
            : `heard ${format.age(silence_s)} ago`,
    );
  }

  #feed(row: SourceRow, feed: Feed): void {
    const bad = feed.damaged + feed.foreign + feed.impossible;
    setData(row.root, 'source', feed.up ? 'good' : 'lost');
    setData(row.root, 'feed', feed.id);
    setText(row.mark, feed.up ? '●' : '⊘');
    setText(
      row.detail,
      [
        'feed',
        bad > 0 ? `${format.grouped(bad)} bad` : '',
        feed.unmapped > 0 ? `${format.grouped(feed.unmapped)} unmapped` : '',
      ]
        .filter(Boolean)
        .join(', '),
    );
    const rate = this.#rates.perSecond(feed.id);
    setText(row.value, feed.up ? `${rate.toFixed(rate < 10 ? 1 : 0)} /s` : 'down');
    if (row.spark !== null) this.#rates.draw(feed.id, row.spark);
  }

  #output(row: SourceRow, output: Output): void {
    setData(row.root, 'source', output.up ? 'good' : 'lost');
    setData(row.root, 'output', output.id);
    setText(row.mark, output.up ? '●' : '⊘');
    setText(
      row.detail,
      [
        'output',
        output.failed > 0 ? `${format.grouped(output.failed)} failed` : '',
        output.trouble,
      ]
        .filter(Boolean)
        .join(', '),
    );
    setText(
      row.value,
      !output.up
        ? 'down'
        : output.delivered > 0
          ? `rang in ${format.milliseconds(output.last_ms ?? 0)}`
          : 'ready',
    );
  }
}
