// SPDX-License-Identifier: Apache-2.0
// Rates from counters that only grow, with the last minute as a small line.

import { svg } from './dom';

interface Series {
  count: number;
  at_ms: number;
  rates: number[];
}

const KEPT = 60;
const W = 60;
const H = 16;

export class Rates {
  #series = new Map<string, Series>();

  /** The counter `id` stood at `count` at event time at_ms. A counter or a time that goes
   * back (the system was restarted, a replay rewound) begins anew. */
  told(id: string, count: number, at_ms: number): void {
    const series = this.#series.get(id);
    if (series === undefined || count < series.count || at_ms < series.at_ms) {
      this.#series.set(id, { count, at_ms, rates: [] });
      return;
    }
    const seconds = (at_ms - series.at_ms) / 1000;
    if (seconds < 0.2) return;
    series.rates.push((count - series.count) / seconds);
    if (series.rates.length > KEPT) series.rates.shift();
    series.count = count;
    series.at_ms = at_ms;
  }

  /** Over the last few tellings, so that it can be read. */
  perSecond(id: string): number {
    const recent = this.#series.get(id)?.rates.slice(-5) ?? [];
    return recent.length === 0 ? 0 : recent.reduce((sum, rate) => sum + rate, 0) / recent.length;
  }

  /** Points of the line, in a box of 60 by 16. */
  points(id: string): string {
    const rates = this.#series.get(id)?.rates ?? [];
    const most = Math.max(1, ...rates);
    return rates
      .map((rate, i) => {
        const x = W - (rates.length - 1 - i) * (W / (KEPT - 1));
        const y = H - 1 - (rate / most) * (H - 2);
        return `${x.toFixed(1)},${y.toFixed(1)}`;
      })
      .join(' ');
  }

  draw(id: string, path: SVGElement): void {
    const points = this.points(id);
    if (path.getAttribute('points') !== points) path.setAttribute('points', points);
  }

  static line(): { root: Element; path: SVGElement } {
    const path = svg('polyline');
    const root = svg('svg', {
      class: 'spark',
      viewBox: `0 0 ${W} ${H}`,
      width: String(W),
      height: String(H),
      'aria-hidden': 'true',
    });
    root.append(path);
    return { root, path };
  }
}
