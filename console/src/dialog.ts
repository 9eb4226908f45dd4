// SPDX-License-Identifier: Apache-2.0
// Questions to the operator, as native dialogs: the browser keeps focus inside, Escape
// cancels, and the page behind cannot be used meanwhile.

import { button, el } from './dom';
import { fit, storedOperator, storeOperator, WHO_MAX, WHY_MAX } from './actions';

function open<T>(
  title: string,
  body: (HTMLElement | null)[],
  submit: string,
  read: () => T | null,
  className = '',
): Promise<T | null> {
  return new Promise((resolve) => {
    const go = el('button', `primary ${className}`, { type: 'submit' }, submit);
    const form = el(
      'form',
      '',
      { method: 'dialog' },
      el('h2', '', {}, title),
      ...body,
      el('menu', '', {}, button('Cancel', '', () => dialog.close()), go),
    );
    const dialog = el('dialog', 'question', { 'aria-label': title }, form);
    let result: T | null = null;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      result = read();
      if (result !== null) dialog.close();
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('input')?.focus();
  });
}

/** The operator's name: asked for once, then remembered by this browser. */
export async function operator(again = false): Promise<string | null> {
  const known = storedOperator();
  if (known !== '' && !again) return known;
  const input = el('input', '', {
    type: 'text',
    name: 'who',
    required: '',
    maxlength: String(WHO_MAX),
    autocomplete: 'name',
    placeholder: 'e.g. A. Karim',
  });
  input.value = known;
  const name = await open(
    'Who are you?',
    [
      el('p', '', {}, 'Your name goes into the record with everything that you do here.'),
      el('label', '', {}, 'Name', input),
    ],
    'Continue',
    () => {
      const typed = fit(input.value, WHO_MAX);
      return typed === '' ? null : typed;
    },
  );
  if (name !== null) storeOperator(name);
  return name;
}

/** The reason for an all clear; null: thought better of. */
export function allClearReason(zone: string, who: string): Promise<string | null> {
  const input = el('input', '', {
    type: 'text',
    name: 'why',
    required: '',
    maxlength: String(WHY_MAX),
    placeholder: 'e.g. sky searched, patrol reports clear',
    autocomplete: 'off',
  });
  const sure = el('input', '', { type: 'checkbox', name: 'sure', required: '' });
  return open(
    `All clear for ${zone}?`,
    [
      el(
        'p',
        '',
        {},
        `People leave cover on your word, ${who}. tocsin never gives the all clear by itself.`,
      ),
      el('label', '', {}, 'Reason', input),
      el('label', 'check', {}, sure, `I give the all clear for ${zone}`),
    ],
    'Give the all clear',
    () => {
      const why = fit(input.value, WHY_MAX);
      return why !== '' && sure.checked ? why : null;
    },
    'clear',
  );
}

/** What it is about, and for how long; null: thought better of. */
export function silenceFor(
  what: string,
): Promise<{ seconds: number; why: string } | null> {
  const input = el('input', '', {
    type: 'text',
    name: 'why',
    required: '',
    maxlength: String(WHY_MAX),
    placeholder: 'e.g. mast work until noon',
    autocomplete: 'off',
  });
  const choice = el('select', '', { name: 'seconds' });
  for (const [seconds, text] of [
    ['300', '5 minutes'],
    ['900', '15 minutes'],
    ['3600', '1 hour'],
  ] as const)
    choice.append(el('option', '', { value: seconds }, text));
  return open(
    `Silence ${what}?`,
    [
      el('p', '', {}, 'It comes back by itself. Take cover cannot be silenced.'),
      el('label', '', {}, 'For', choice),
      el('label', '', {}, 'Reason', input),
    ],
    'Silence',
    () => {
      const why = fit(input.value, WHY_MAX);
      return why === '' ? null : { seconds: Number(choice.value), why };
    },
  );
}

const KEYS: readonly (readonly [string, string])[] = [
  ['A', 'acknowledge the most urgent alarm'],
  ['M', 'sound on or off'],
  ['N', 'select the next track (Shift: the one before)'],
  ['Esc', 'select nothing'],
  ['Home', 'back to the first view'],
  ['T', 'show or hide tentative tracks'],
  ['E', 'show or hide uncertainty'],
  ['C', 'show or hide sensors and their coverage'],
  ['W', 'wall display: larger, alarms and zones only'],
  ['?', 'this list'],
];

export function help(): void {
  const list = el('dl');
  for (const [key, what] of KEYS)
    list.append(el('dt', '', {}, el('kbd', '', {}, key)), el('dd', '', {}, what));
  const dialog = el(
    'dialog',
    'question help',
    { 'aria-label': 'Keys' },
    el('h2', '', {}, 'Keys'),
    list,
    el('menu', '', {}, button('Close', 'primary', () => dialog.close())),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** A short note at the foot of the page; the newest replaces the one before. */
export function note(text: string, bad = false): void {
  document.querySelector('.note')?.remove();
  const node = el('div', bad ? 'note bad' : 'note', { role: 'status' }, text);
  document.body.append(node);
  window.setTimeout(() => node.remove(), 5000);
}
