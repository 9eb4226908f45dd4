// SPDX-License-Identifier: Apache-2.0
// What the browser tests share: options, a browser that talks to nobody but the page under
// test, programs that end with the test, and tests whose names are sentences.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(import.meta.url), '../../..');
const { chromium } = createRequire(join(root, 'console/package.json'))('playwright-core');

export function options(known) {
  const found = {};
  const args = process.argv.slice(2);
  while (args.length > 0) {
    const name = args.shift().replace(/^--/, '');
    if (!known.includes(name) || args.length === 0) {
      console.error(`usage: ${known.map((k) => `[--${k} VALUE]`).join(' ')}`);
      process.exit(2);
    }
    found[name] = args.shift();
  }
  return found;
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Asks again and again until it gets something true. */
export async function until(what, ask, within_ms = 10_000) {
  const end = Date.now() + within_ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not within ${within_ms / 1000} s: ${what}`);
    await sleep(50);
  }
}

export function check(condition, what) {
  if (!condition) throw new Error(what);
}

export function same(actual, expected, what) {
  check(
    JSON.stringify(actual) === JSON.stringify(expected),
    `${what}: is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`,
  );
}

const children = new Set();
const folders = [];

export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'tocsin-browser-'));
  folders.push(path);
  return path;
}

/** A program whose lines can be waited for; killed at the end if it is still there. */
export function program(path, args) {
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const self = { child, text: '', ended: null };
  children.add(child);
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => (self.text += data));
  child.on('exit', (code, signal) => {
    self.ended = signal ?? code;
    children.delete(child);
  });
  self.line = (pattern, within_ms = 10_000) =>
    until(
      `${pattern} from ${path}`,
      () => {
        const match = self.text.match(pattern);
        if (match === null && self.ended !== null)
          throw new Error(`${path} has ended (${self.ended}):\n${self.text}`);
        return match;
      },
      within_ms,
    );
  self.stop = async (signal = 'SIGTERM') => {
    if (self.ended === null) child.kill(signal);
    await until(`the end of ${path}`, () => self.ended !== null);
  };
  return self;
}

let browser = null;

/** A page of its own, with what went wrong on it. Requests to anywhere but the page's own
 * host are troubles too: the console has to work with no network. */
export async function page(executablePath, url, context = {}) {
  browser ??= await chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--enable-unsafe-swiftshader',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--mute-audio',
    ],
  });
  const made = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    ...context,
  });
  const view = await made.newPage();
  const troubles = [];
  const host = new URL(url).host;
  view.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  view.on('request', (request) => {
    const to = new URL(request.url());
    if (to.protocol !== 'data:' && to.protocol !== 'blob:' && to.host !== host)
      troubles.push(`asked ${to.host}`);
  });
  view.on('console', (message) => {
    if (/Content Security Policy|violates/.test(message.text())) troubles.push(message.text());
  });
  await view.goto(url);
  return { view, troubles, close: () => made.close() };
}

let failed = 0;
let passed = 0;

export async function test(name, run) {
  const begun = Date.now();
  try {
    await run();
    passed++;
    console.log(`ok   ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n     ${error.stack}`);
  }
}

/** Ends everything, tells the result, and ends the process. */
export async function finish(view) {
  if (failed > 0 && view !== undefined) {
    const path = join(tmpdir(), 'tocsin-browser-failed.png');
    await view.screenshot({ path }).catch(() => undefined);
    console.log(`picture of the failure: ${path}`);
  }
  await browser?.close().catch(() => undefined);
  for (const child of children) child.kill('SIGKILL');
  for (const path of folders) rmSync(path, { recursive: true, force: true });
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/* ---- what is on the page ---- */

export const threatening = '.overlay .track:is([data-danger="cover"], [data-danger="approach"])';
export const coverCard = '.banner .card[data-level="cover"][data-zone="residence"]';

export async function seconds(view, card = coverCard) {
  const text = await view.locator(`${card} .seconds`).textContent();
  return text === '' ? null : Number(text);
}

/** Each track on the map with what its label says. */
export function labels(view) {
  return view.evaluate(() =>
    [...document.querySelectorAll('.overlay .label')].map((label) => ({
      id: label.dataset.track,
      danger: label.dataset.danger,
      text: label.innerText,
      box: label.getBoundingClientRect().toJSON(),
    })),
  );
}
