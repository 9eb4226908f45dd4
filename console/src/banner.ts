// SPDX-License-Identifier: Apache-2.0
// The band at the top while people have to know something: take cover, stay in cover,
// something approaches. One card a zone; nothing at all when it is quiet.

import { button, el, KeyedList, setData, setText } from './dom';
import * as format from './format';
import type { Alarm } from './model';
import type { ZoneLevel, ZoneOutlook } from './countdown';

const ORDER: Record<ZoneLevel, number> = { cover: 0, stay: 1, approach: 2, quiet: 3 };

const HEADS: Record<ZoneLevel, string> = {
  cover: 'Take cover',
  stay: 'Stay in cover',
  approach: 'Approach',
  quiet: '',
};

/** A mark of its own shape for each level, beside colour and words. */
export const MARKS: Record<ZoneLevel, string> = {
  cover: '▲',
  stay: '■',
  approach: '◆',
  quiet: '○',
};

const EVIDENCE: Record<string, string> = {
  'two-kinds': 'two kinds of sensor agree',
  long: 'one kind of sensor, long and steady',
  none: '',
};

export interface BannerActions {
  acknowledge(alarm: Alarm): void;
  allClear(alarm: Alarm): void;
}

interface Card {
  root: HTMLElement;
  head: HTMLElement;
  zone: HTMLElement;
  people: HTMLElement;
  seconds: HTMLElement;
  unit: HTMLElement;
  reason: HTMLElement;
  state: HTMLElement;
  ack: HTMLButtonElement;
  clear: HTMLButtonElement;
  alarm: Alarm | null;
}

/** Why, in the system's own words when it gave them. */
function reason(alarm: Alarm): string {
  if (alarm.who === 'tocsin' && alarm.why !== '') return alarm.why;
  const parts: string[] = [];
  const n = alarm.tracks.length;
  if (n > 0) parts.push(`${n === 1 ? 'track' : 'tracks'} ${alarm.tracks.join(', ')}`);
  const evidence = EVIDENCE[alarm.evidence];
  if (evidence) parts.push(evidence);
  if (alarm.probability > 0) parts.push(`chance ${format.percent(alarm.probability)}`);
  return parts.join(' · ');
}

function stateWord(alarm: Alarm): string {
  if (alarm.state === 'acknowledged' || alarm.state === 'latched') {
    const at = alarm.changed_at === null ? '' : ` ${format.clockUtc(Date.parse(alarm.changed_at))}`;
    const by = alarm.who === 'tocsin' ? '' : ` by ${alarm.who}${at}`;
    return `acknowledged${by}`;
  }
  return 'not acknowledged';
}

export class Banner {
  readonly root = el('section', 'banner', { 'aria-label': 'Warnings', 'aria-live': 'assertive' });
  readonly #cards: KeyedList<ZoneOutlook, Card>;

  constructor(private readonly actions: BannerActions) {
    this.#cards = new KeyedList<ZoneOutlook, Card>(
      this.root,
      (outlook) => outlook.zone.id,
      () => this.#make(),
      (card, outlook) => this.#update(card, outlook),
    );
  }

  show(outlooks: readonly ZoneOutlook[]): void {
    const loud = outlooks
      .filter((o) => o.level !== 'quiet')
      .sort(
        (a, b) =>
          ORDER[a.level] - ORDER[b.level] || (a.left_s ?? Infinity) - (b.left_s ?? Infinity),
      );
    /* Approach is told on a card only while nothing graver is. */
    const grave = loud.some((o) => o.level !== 'approach');
    this.#cards.show(grave ? loud.filter((o) => o.level !== 'approach') : loud);
    this.root.hidden = loud.length === 0;
    setData(this.root, 'count', String(Math.min(loud.length, 4)));
  }

  #make(): Card {
    const head = el('h2');
    const mark = el('span', 'mark', { 'aria-hidden': 'true' });
    const zone = el('b', 'zone');
    const people = el('span', 'people');
    const seconds = el('span', 'seconds');
    const unit = el('span', 'unit');
    const why = el('p', 'reason');
    const state = el('p', 'state');
    const card: Card = {
      root: el('article', 'card'),
      head,
      zone,
      people,
      seconds,
      unit,
      reason: why,
      state,
      ack: button('Acknowledge', 'ack', () => {
        if (card.alarm !== null) this.actions.acknowledge(card.alarm);
      }),
      clear: button('All clear…', 'clear', () => {
        if (card.alarm !== null) this.actions.allClear(card.alarm);
      }),
      alarm: null,
    };
    card.ack.append(el('kbd', '', {}, 'A'));
    card.root.append(
      mark,
      el('div', 'what', {}, head, el('div', 'where', {}, zone, people)),
      el('div', 'left', {}, seconds, unit),
      el('div', 'why', {}, why, state),
      el('div', 'do', {}, card.ack, card.clear),
    );
    return card;
  }

  #update(card: Card, outlook: ZoneOutlook): void {
    const { level, zone, alarm } = outlook;
    card.alarm = alarm;
    setData(card.root, 'level', level);
    setData(card.root, 'zone', zone.id);
    setData(card.root, 'unacknowledged', String(outlook.unacknowledged));
    setText(card.root.firstElementChild as HTMLElement, MARKS[level]);
    setText(card.head, HEADS[level]);
    setText(card.zone, zone.id);
    setText(
      card.people,
      `${format.people(zone.people)}, ${format.wholeSeconds(zone.cover_s)} s to cover`,
    );
    this.#seconds(card, outlook);
    setText(card.reason, alarm === null ? '' : reason(alarm));
    setText(card.state, alarm === null ? '' : stateWord(alarm));
    card.ack.hidden = !outlook.unacknowledged;
    card.clear.hidden = outlook.unacknowledged || level === 'approach';
  }

  #seconds(card: Card, outlook: ZoneOutlook): void {
    const left_s = outlook.left_s;
    if (left_s === null) {
      setText(card.seconds, '');
      setText(card.unit, outlook.level === 'stay' ? 'waiting for a human’s all clear' : '');
      setData(card.root, 'due', 'unknown');
      return;
    }
    setText(card.seconds, String(format.wholeSeconds(left_s)));
    if (left_s <= 0) setText(card.unit, left_s > -1 ? 'now' : `due ${format.age(-left_s)} ago`);
    else setText(card.unit, outlook.fresh ? 'seconds left' : 'seconds, last estimate');
    setData(card.root, 'due', left_s <= outlook.zone.cover_s ? 'short' : 'ahead');
  }
}
