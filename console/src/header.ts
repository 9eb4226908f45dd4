// SPDX-License-Identifier: Apache-2.0
// The line at the top: whose console this is, what time the system has, whether this is
// the real thing, whether sound would be heard, and who is on watch.

import { button, el, setData, setText, svg } from './dom';
import * as format from './format';
import type { LinkState } from './link';
import type { Mode } from './model';
import type { Picture } from './picture';

const MODE_WORDS: Record<Mode, string> = {
  live: 'live',
  simulation: 'Simulation',
  drill: 'Drill',
  replay: 'Replay',
};

function bell(): SVGElement {
  const root = svg('svg', { viewBox: '0 0 32 32', class: 'bell', 'aria-hidden': 'true' });
  root.append(
    svg('path', {
      d: 'M16 3a2.300 2.300 0 0 1 2.300 2.300v.6c4 .9 6.700 4.300 6.700 9 0 5.600 1.500 7.300 3.500 9.100H3.500C5.500 22.200 7 20.500 7 14.900c0-4.700 2.700-8.100 6.700-9v-.6A2.300 2.300 0 0 1 16 3z',
    }),
    svg('path', { d: 'M12 26h8a4 4 0 0 1-8 0z' }),
  );
  return root;
}

export interface Condition {
  link: LinkState;
  /** Messages, or items of them, that could not be understood. */
  malformed: number;
  sound: { on: boolean; muted: boolean };
  who: string;
}

export interface HeaderActions {
  sound(): void;
  operator(): void;
  help(): void;
}

export class Header {
  readonly root = el('header');
  readonly #site = el('b', 'site');
  readonly #mode = el('span', 'mode');
  readonly #time = el('time', 'time');
  readonly #date = el('span', 'date');
  readonly #malformed = el('span', 'malformed', {
    title: 'Parts of what the server said make no sense to this page: reload it, and report it.',
  });
  readonly #link = el('span', 'link', { role: 'status' });
  readonly #sound: HTMLButtonElement;
  readonly #operator: HTMLButtonElement;

  constructor(actions: HeaderActions) {
    this.#sound = button('', 'sound', actions.sound);
    this.#operator = button('', 'operator', actions.operator);
    this.root.append(
      el('h1', '', {}, el('span', '', {}, bell()), 'tocsin'),
      this.#site,
      this.#mode,
      el('span', 'gap'),
      this.#malformed,
      this.#link,
      this.#sound,
      this.#operator,
      button('?', 'help', actions.help),
      el('div', 'clock', {}, this.#time, this.#date),
    );
  }

  show(picture: Picture, { link, malformed, sound, who }: Condition): void {
    setText(this.#site, picture.site?.name ?? '');
    const mode = picture.mode;
    setText(this.#mode, mode === null || mode === 'live' ? '' : `${MODE_WORDS[mode]} — not real`);
    this.#mode.hidden = mode === null || mode === 'live';
    setData(document.documentElement, 'mode', mode ?? '');
    setText(this.#time, picture.clock.known ? format.clockUtc(picture.clock.ms) : '--:--:--');
    setText(this.#date, picture.clock.known ? `${format.dateUtc(picture.clock.ms)} UTC` : '');
    setData(this.#link, 'link', link);
    setText(
      this.#link,
      link === 'open' ? '● connected' : link === 'connecting' ? '◌ connecting' : '✕ no connection',
    );
    this.#malformed.hidden = malformed === 0;
    setText(this.#malformed, `◆ ${format.grouped(malformed)} not understood`);
    setData(this.#sound, 'on', String(sound.on));
    setText(
      this.#sound,
      sound.on ? '♪ sound on' : sound.muted ? '✕ sound is off' : '✕ sound is off – click',
    );
    setText(this.#operator, who === '' ? 'no operator' : who);
  }
}
