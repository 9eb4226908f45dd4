// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  backOff_ms,
  FIRST_DELAY_MS,
  LARGEST_DELAY_MS,
  Link,
  OPEN_WITHIN_MS,
  SILENCE_MS,
  type LinkState,
  type LinkTimers,
  type Socket,
} from '../src/link';

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  closed = false;
  close(): void {
    this.closed = true;
  }
}

/** A clock that only moves when told to. */
class FakeTimers implements LinkTimers {
  #now = 0;
  #next = 1;
  #waiting = new Map<number, { at: number; run: () => void }>();
  now = () => this.#now;
  random = () => 0;
  set = (run: () => void, ms: number) => {
    this.#waiting.set(this.#next, { at: this.#now + ms, run });
    return this.#next++;
  };
  clear = (timer: unknown) => {
    this.#waiting.delete(timer as number);
  };
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#waiting].filter(([, t]) => t.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) break;
      this.#waiting.delete(due[0]);
      this.#now = due[1].at;
      due[1].run();
    }
    this.#now = end;
  }
  get count(): number {
    return this.#waiting.size;
  }
}

function setUp() {
  const timers = new FakeTimers();
  const sockets: FakeSocket[] = [];
  const states: LinkState[] = [];
  const messages: string[] = [];
  const link = new Link(
    () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    { state: (state) => states.push(state), message: (text) => messages.push(text) },
    timers,
  );
  const last = () => sockets.at(-1) as FakeSocket;
  return { timers, sockets, states, messages, link, last };
}

describe('back-off', () => {
  it('doubles up to a limit', () => {
    expect(backOff_ms(0, 0)).toBe(FIRST_DELAY_MS);
    expect(backOff_ms(1, 0)).toBe(2 * FIRST_DELAY_MS);
    expect(backOff_ms(3, 0)).toBe(8 * FIRST_DELAY_MS);
    expect(backOff_ms(5, 0)).toBe(LARGEST_DELAY_MS);
    expect(backOff_ms(10_000, 0)).toBe(LARGEST_DELAY_MS);
  });

  it('is spread by up to a quarter, never longer', () => {
    expect(backOff_ms(0, 1)).toBe(0.75 * FIRST_DELAY_MS);
    for (let i = 0; i < 100; i++) {
      const delay = backOff_ms(20, i / 100);
      expect(delay).toBeGreaterThanOrEqual(0.75 * LARGEST_DELAY_MS);
      expect(delay).toBeLessThanOrEqual(LARGEST_DELAY_MS);
    }
  });
});

describe('the link', () => {
  it('opens, hands on text, and says so', () => {
    const { link, states, messages, last } = setUp();
    link.start();
    last().onopen?.();
    last().onmessage?.({ data: 'a' });
    last().onmessage?.({ data: new ArrayBuffer(1) });
    expect(states).toEqual(['connecting', 'open']);
    expect(messages).toEqual(['a']);
    expect(link.retryIn_s).toBeNull();
  });

  it('comes back after a close, later each time', () => {
    const { link, timers, sockets, states, last } = setUp();
    link.start();
    last().onopen?.();
    last().onclose?.();
    expect(states.at(-1)).toBe('lost');
    expect(link.retryIn_s).toBe(FIRST_DELAY_MS / 1000);
    timers.advance(FIRST_DELAY_MS - 1);
    expect(sockets.length).toBe(1);
    timers.advance(1);
    expect(sockets.length).toBe(2);
    last().onclose?.();
    expect(link.retryIn_s).toBe((2 * FIRST_DELAY_MS) / 1000);
  });

  it('starts the back-off anew only once something was really said', () => {
    const { link, timers, last } = setUp();
    link.start();
    last().onclose?.();
    timers.advance(FIRST_DELAY_MS);
    last().onopen?.(); /* opens and closes at once: a server that is full */
    last().onclose?.();
    expect(link.retryIn_s).toBe((2 * FIRST_DELAY_MS) / 1000);
    timers.advance(2 * FIRST_DELAY_MS);
    last().onopen?.();
    last().onmessage?.({ data: 'state' });
    last().onclose?.();
    expect(link.retryIn_s).toBe(FIRST_DELAY_MS / 1000);
  });

  it('takes silence for loss', () => {
    const { link, timers, states, last } = setUp();
    link.start();
    last().onopen?.();
    last().onmessage?.({ data: 'state' });
    timers.advance(SILENCE_MS - 1);
    last().onmessage?.({ data: 'tracks' });
    timers.advance(SILENCE_MS - 1);
    expect(states.at(-1)).toBe('open');
    const silent = last();
    timers.advance(1);
    expect(states.at(-1)).toBe('lost');
    expect(silent.closed).toBe(true);
  });

  it('gives up a connection that does not open', () => {
    const { link, timers, states } = setUp();
    link.start();
    timers.advance(OPEN_WITHIN_MS);
    expect(states).toEqual(['connecting', 'lost']);
  });

  it('tries at once when asked to, and only then', () => {
    const { link, sockets, last } = setUp();
    link.start();
    link.retryNow(); /* nothing is waiting */
    expect(sockets.length).toBe(1);
    last().onclose?.();
    link.retryNow();
    expect(sockets.length).toBe(2);
    expect(link.retryIn_s).toBeNull();
  });

  it('ignores what a connection that was given up still says', () => {
    const { link, timers, messages, last } = setUp();
    link.start();
    const first = last();
    const said = first.onmessage;
    first.onopen?.();
    timers.advance(SILENCE_MS);
    said?.({ data: 'late' });
    expect(messages).toEqual([]);
  });

  it('stays down after stop, with no timer left', () => {
    const { link, timers, sockets, last } = setUp();
    link.start();
    last().onopen?.();
    link.stop();
    timers.advance(60_000);
    expect(sockets.length).toBe(1);
    expect(timers.count).toBe(0);
  });
});
