// SPDX-License-Identifier: Apache-2.0
// What an operator does, sent to the API under the operator's name.

import type { Alarm } from './model';

export type ActionName =
  | 'ack'
  | 'shelve'
  | 'unshelve'
  | 'all-clear'
  | 'out-of-service'
  | 'in-service';

export interface Outcome {
  ok: boolean;
  /** What went wrong, for the operator. */
  error: string;
}

const WITHIN_MS = 6_000;
/** What the API takes, in octets of UTF-8. */
export const WHO_MAX = 31;
export const WHY_MAX = 95;

/** text cut to at most max octets of UTF-8, never inside a character. */
export function fit(text: string, max: number): string {
  const encoder = new TextEncoder();
  let out = '';
  let used = 0;
  for (const character of text.trim()) {
    used += encoder.encode(character).length;
    if (used > max) break;
    out += character;
  }
  return out;
}

export async function act(
  alarm: Alarm,
  action: ActionName,
  who: string,
  why = '',
  seconds: number | null = null,
): Promise<Outcome> {
  const body: Record<string, unknown> = { who: fit(who, WHO_MAX) };
  if (why.trim() !== '') body['why'] = fit(why, WHY_MAX);
  if (seconds !== null) body['seconds'] = seconds;
  try {
    const response = await fetch(`/api/alarms/${encodeURIComponent(alarm.id)}/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    if (response.ok) return { ok: true, error: '' };
    const said: unknown = await response.json().catch(() => null);
    const error =
      typeof said === 'object' && said !== null && 'error' in said ? String(said.error) : '';
    return { ok: false, error: error === '' ? `status ${response.status}` : error };
  } catch {
    return { ok: false, error: 'no connection' };
  }
}

const STORED = 'tocsin.operator';

export function storedOperator(): string {
  try {
    return localStorage.getItem(STORED) ?? '';
  } catch {
    return '';
  }
}

export function storeOperator(name: string): void {
  try {
    localStorage.setItem(STORED, name);
  } catch {
    /* A browser that keeps nothing: the name is asked for again next time. */
  }
}
