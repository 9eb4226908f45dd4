// SPDX-License-Identifier: Apache-2.0
// The real thing: tocsin on the example site while the simulated attack plays in real wire
// formats. Three tracks appear, the alarm comes, acknowledging works, a picture is kept.
//
//   attack.mjs --chromium PATH (--build DIR | --url URL) [--shot FILE]
//
// With --url, a tocsin that is already running there, an attack about to begin.

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createServer } from 'node:net';
import * as t from './lib.mjs';

const given = t.options(['chromium', 'build', 'url', 'shot']);
const broker = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync);
const within = { three: 60_000, cover: 110_000 };

/** A port that is free now. */
function port() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: found } = server.address();
      server.close(() => resolve(found));
    });
  });
}

/** The example site on ports of its own; its siren is on a broker of our own, if there is
 * one installed, and otherwise nothing rings. */
async function begin() {
  const folder = t.folder();
  const program = join(t.root, given.build, 'tocsin');
  let site = readFileSync(join(t.root, 'sites/example/site.yaml'), 'utf8');
  for (const fixed of ['8600', '8610', '8620', '30005', '8470', '1883']) {
    const free = await port();
    if (fixed === '1883' && broker !== undefined)
      t.program(broker, ['-p', String(free)]);
    site = site.replace(`port: ${fixed}`, `port: ${free}`);
  }
  const hook = join(t.root, 'sites/example/on-alarm.sh');
  if (existsSync(hook)) copyFileSync(hook, join(folder, 'on-alarm.sh'));
  writeFileSync(join(folder, 'site.yaml'), site);
  const scenario = readFileSync(join(t.root, 'sites/example/attack.yaml'));
  writeFileSync(join(folder, 'attack.yaml'), scenario);
  const run = t.program(program, [
    'run',
    join(folder, 'site.yaml'),
    '--console',
    join(t.root, 'console/dist'),
    '--record',
    join(folder, 'record'),
    '--mode',
    'simulation',
    ...(broker === undefined ? ['--no-outputs'] : []),
    '--quiet',
  ]);
  const [, url] = await run.line(/console at (http\S+)/);
  t.program(program, ['simulate', join(folder, 'attack.yaml'), '--quiet']);
  return url;
}

const url = given.url ?? (await begin());
const { view, troubles } = await t.page(given.chromium, url);
const tell = async (path) => (await fetch(new URL(path, url))).json();

await t.test('the console shows the site and connects', async () => {
  await view.locator('header .link[data-link="open"]').waitFor();
  await t.until('the name of the site', async () =>
    (await view.locator('header .site').textContent()) !== '');
  if (given.url === undefined)
    t.check(/Simulation/.test(await view.locator('header .mode').innerText()), 'what it is');
  await t.until('three zones', async () => (await view.locator('.zones li').count()) === 3);
});

await t.test('three drones appear as tracks that people are warned of', async () => {
  await t.until(
    'three tracks with a mark',
    async () => (await view.locator(t.threatening).count()) >= 3,
    within.three,
  );
  const three = (await t.labels(view)).filter((label) => label.danger !== 'none');
  for (const { text } of three) {
    t.check(/\d+ m\/s/.test(text), `speed in ${text}`);
    t.check(/\d m\b/.test(text), `height in ${text}`);
    t.check(/\d s/.test(text), `age in ${text}`);
  }
});

await t.test('take cover comes for the residence, with seconds that count down', async () => {
  await view.locator(t.coverCard).waitFor({ timeout: within.cover });
  const first = await t.until('seconds', () => t.seconds(view));
  t.check(first > 3 && first < 120, `${first} s left`);
  await t.sleep(3000);
  const later = await t.seconds(view);
  t.check(later < first, `${later} s after ${first} s`);
  const text = await view.locator(t.coverCard).innerText();
  t.check(/take cover/i.test(text) && /not acknowledged/.test(text), text);
});

if (broker !== undefined && given.url === undefined)
  await t.test('the siren has rung, and the console says how fast', async () => {
    const siren = view.locator('.sources li[data-output="siren"]');
    await t.until('rang', async () => /●[^]*rang in (< )?\d+ ms/.test(await siren.innerText()));
  });

await t.test('a picture of the attack is taken', async () => {
  const path = given.shot ?? join(t.root, given.build ?? 'build', 'console.png');
  mkdirSync(dirname(path), { recursive: true });
  const png = await view.screenshot({ path, animations: 'disabled' });
  t.check(png.length > 50_000, `${png.length} octets`);
});

await t.test('acknowledging asks for a name once, and the record has it', async () => {
  await view.keyboard.press('a');
  await view.getByLabel('Name').fill('B. Rahman');
  await view.keyboard.press('Enter');
  await view.locator(`${t.coverCard}[data-unacknowledged="false"]`).waitFor();
  const alarm = (await tell('/api/alarms')).find(
    (a) => a.kind === 'take-cover' && a.subject === 'residence',
  );
  t.same([alarm.state, alarm.who], ['acknowledged', 'B. Rahman'], 'the alarm');
  t.check(/B. Rahman/.test(await view.locator(t.coverCard).innerText()), 'who, on the card');
});

await t.test('nothing went wrong on the page, and nobody else was asked', () => {
  t.same(troubles, [], 'troubles');
});

await t.finish(view);
