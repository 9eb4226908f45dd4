// SPDX-License-Identifier: Apache-2.0
// The connection to /api/live: made again and again with back-off, and given up as dead
// when it falls silent, since a cable that is pulled closes nothing.

export type LinkState = 'connecting' | 'open' | 'lost';

export interface LinkEvents {
  message(text: string): void;
  state(state: LinkState): void;
}

/** The part of WebSocket that is used here. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  close(): void;
}

export interface LinkTimers {
  now(): number;
  set(run: () => void, ms: number): unknown;
  clear(timer: unknown): void;
  random(): number;
}

const browserTimers: LinkTimers = {
  now: () => performance.now(),
  set: (run, ms) => window.setTimeout(run, ms),
  clear: (timer) => window.clearTimeout(timer as number),
  random: () => Math.random(),
};

export const FIRST_DELAY_MS = 500;
export const LARGEST_DELAY_MS = 10_000;
/** Pictures come five times a second; after so much silence the line is dead. */
export const SILENCE_MS = 5_000;
export const OPEN_WITHIN_MS = 5_000;

/** How long to wait before the n-th try after a loss (n from 0): doubles, up to a limit,
 * with up to a quarter less so that many screens do not come back in step. */
export function backOff_ms(attempt: number, random: number): number {
  const delay = Math.min(LARGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10));
  return delay * (1 - 0.25 * random);
}

export class Link {
  #socket: Socket | null = null;
  #attempt = 0;
  #retry: unknown = null;
  #watch: unknown = null;
  #retryAt_ms: number | null = null;
  #stopped = false;

  constructor(
    private readonly open: () => Socket,
    private readonly events: LinkEvents,
    private readonly timers: LinkTimers = browserTimers,
  ) {}

  start(): void {
    this.#stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#release();
  }

  /** Seconds to the next try; null when none is waiting. */
  get retryIn_s(): number | null {
    return this.#retryAt_ms === null
      ? null
      : Math.max(0, this.#retryAt_ms - this.timers.now()) / 1000;
  }

  /** Now rather than at the end of the back-off. */
  retryNow(): void {
    if (this.#retry === null) return;
    this.timers.clear(this.#retry);
    this.#retry = null;
    this.#retryAt_ms = null;
    this.#connect();
  }

  #connect(): void {
    this.events.state('connecting');
    let socket: Socket;
    try {
      socket = this.open();
    } catch {
      this.#lost();
      return;
    }
    this.#socket = socket;
    this.#expect(OPEN_WITHIN_MS);
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.events.state('open');
      this.#expect(SILENCE_MS);
    };
    socket.onmessage = (event) => {
      if (socket !== this.#socket || typeof event.data !== 'string') return;
      this.#attempt = 0; /* only what really speaks counts as back */
      this.#expect(SILENCE_MS);
      this.events.message(event.data);
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#lost();
    };
  }

  #expect(ms: number): void {
    this.timers.clear(this.#watch);
    this.#watch = this.timers.set(() => this.#lost(), ms);
  }

  #lost(): void {
    this.#release();
    if (this.#stopped) return;
    const delay = backOff_ms(this.#attempt++, this.timers.random());
    this.#retryAt_ms = this.timers.now() + delay;
    this.#retry = this.timers.set(() => {
      this.#retry = null;
      this.#retryAt_ms = null;
      this.#connect();
    }, delay);
    this.events.state('lost');
  }

  #release(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.timers.clear(this.#watch);
    this.timers.clear(this.#retry);
    this.#watch = this.#retry = null;
    this.#retryAt_ms = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
