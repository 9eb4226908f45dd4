// SPDX-License-Identifier: Apache-2.0
// Event time in the browser: what the system last said, carried on by the browser's own
// steady clock. The browser's time of day is never used: it may be wrong, and in a replay
// it is another day altogether.

export class EventClock {
  #eventMs = 0;
  #heardMs = Number.NEGATIVE_INFINITY;

  /** now: a steady clock, in ms. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  heard(time: string): void {
    this.#eventMs = Date.parse(time);
    this.#heardMs = this.now();
  }

  get known(): boolean {
    return this.#heardMs !== Number.NEGATIVE_INFINITY;
  }

  /** Event time now, in ms since 1970 UTC. */
  get ms(): number {
    return this.known ? this.#eventMs + this.sinceHeard_s * 1000 : 0;
  }

  /** Seconds since the system last said what time it is. */
  get sinceHeard_s(): number {
    return this.known ? Math.max(0, this.now() - this.#heardMs) / 1000 : 0;
  }
}
