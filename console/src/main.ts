// SPDX-License-Identifier: Apache-2.0
// Puts the console together.

import '@fontsource/b612/latin-400.css';
import '@fontsource/b612/latin-700.css';
import './style.css';

import { act, storedOperator, type ActionName } from './actions';
import { Banner } from './banner';
import { allClearReason, help, note, operator, silenceFor } from './dialog';
import { button, el, setData, setText } from './dom';
import * as format from './format';
import { Header } from './header';
import { Ink } from './ink';
import { Link, type LinkState, type Socket } from './link';
import { SiteMap } from './map';
import { compareAlarms, isUnacknowledged, parseMessage, type Alarm } from './model';
import { Overlay } from './overlay';
import { AlarmPanel, SourcePanel, TrackPanel, ZonePanel } from './panels';
import { Picture } from './picture';
import { chooseSound } from './choice';
import { Sounder } from './sound';

/** Pictures older than this, while connected, are called out. */
const STALE_S = 3;
/** Ages and countdowns go on at this pace while no picture does it for them. */
const REDRAW_MS = 250;

const app = document.getElementById('app') as HTMLElement;
const picture = new Picture();
const sounder = new Sounder();
let link: LinkState = 'connecting';
let everOpen = false;
let malformed = 0;
let selected: string | null = null;
let coverage = true;
let drawn_ms = 0;
const keys = new Map<string, HTMLButtonElement>();

async function perform(
  alarm: Alarm,
  action: ActionName,
  ask: (who: string) => Promise<{ why: string; seconds?: number } | null>,
): Promise<void> {
  const who = await operator();
  if (who === null) return;
  const answer = await ask(who);
  if (answer === null) return;
  const outcome = await act(alarm, action, who, answer.why, answer.seconds ?? null);
  if (!outcome.ok) note(`${alarm.subject}: not done – ${outcome.error}`, true);
}

const nothing = () => Promise.resolve({ why: '' });
const actions = {
  acknowledge: (alarm: Alarm) => void perform(alarm, 'ack', nothing),
  allClear: (alarm: Alarm) =>
    void perform(alarm, 'all-clear', async (who) => {
      const why = await allClearReason(alarm.subject, who);
      return why === null ? null : { why };
    }),
  silence: (alarm: Alarm) => void perform(alarm, 'shelve', () => silenceFor(alarm.subject)),
  unsilence: (alarm: Alarm) => void perform(alarm, 'unshelve', nothing),
};

function select(id: string | null): void {
  selected = id;
  overlay.selected = id;
  draw();
}

function toggleSound(): void {
  if (sounder.on) sounder.muted = true;
  else {
    sounder.muted = false;
    sounder.unlock();
  }
  draw();
}

const header = new Header({
  sound: toggleSound,
  operator: () => void operator(true).then(draw),
  help,
});
const lost = el('section', 'lost', { role: 'alert' });
const lostText = el('b');
const lostDetail = el('span');
lost.append(
  el('span', 'mark', { 'aria-hidden': 'true' }, '✕'),
  el('div', '', {}, lostText, lostDetail),
  button('Try now', '', () => connection.retryNow()),
);
lost.hidden = true;
const banner = new Banner(actions);
const mapBox = el('div', 'map');
const mapStage = el('main', '', { 'aria-label': 'Map' }, mapBox);
const zones = new ZonePanel();
const alarms = new AlarmPanel(picture, actions);
const tracks = new TrackPanel(picture, select);
const sources = new SourcePanel(picture);
const side = el('aside', '', {}, zones.root, alarms.root, tracks.root, sources.root);

app.append(header.root, lost, banner.root, mapStage, side);

const siteMap = new SiteMap(mapBox);
const overlay = new Overlay(siteMap, picture, select);
const ink = new Ink(siteMap, picture);
mapStage.append(ink.root, overlay.root, legend());

function legend(): HTMLElement {
  const tools = el('div', 'tools', { role: 'toolbar', 'aria-label': 'Map' });
  const toggle = (name: string, key: string, read: () => boolean, flip: () => void) => {
    const node = button(name, '', () => {
      flip();
      node.setAttribute('aria-pressed', String(read()));
      draw();
    });
    node.setAttribute('aria-pressed', String(read()));
    node.setAttribute('aria-keyshortcuts', key);
    node.title = `${name} (${key})`;
    tools.append(node);
    return node;
  };
  keys.set('t', toggle('Tentative', 'T', () => siteMap.tentative, () => (siteMap.tentative = !siteMap.tentative)));
  keys.set('e', toggle('Uncertainty', 'E', () => siteMap.ellipses, () => (siteMap.ellipses = !siteMap.ellipses)));
  keys.set(
    'c',
    toggle('Coverage', 'C', () => coverage, () => {
      coverage = !coverage;
      siteMap.coverage(coverage);
    }),
  );
  const home = button('Site', '', () => siteMap.home());
  home.title = 'Back to the first view (Home)';
  tools.append(home);
  keys.set('home', home);
  return tools;
}

/** Redraws at once: with each picture, and otherwise a few times a second. */
function draw(): void {
  drawn_ms = performance.now();
  const outlooks = picture.outlooks();
  header.show(picture, { link, malformed, sound: sounder, who: storedOperator() });
  showLost();
  banner.show(outlooks);
  zones.show(outlooks);
  alarms.show();
  tracks.show(selected);
  sources.show();
  siteMap.zones(outlooks);
  ink.draw();
  overlay.show(outlooks);
  sounder.want(chooseSound(picture.alarms.values(), everOpen && link !== 'open'));
  showTitle();
}

function showLost(): void {
  const stale = everOpen && link === 'open' && picture.clock.sinceHeard_s > STALE_S;
  const down = link === 'lost' || (link === 'connecting' && everOpen);
  lost.hidden = !(down || stale);
  setData(document.documentElement, 'link', down ? 'lost' : stale ? 'stale' : link);
  if (lost.hidden) return;
  const old = picture.clock.known
    ? `What you see is ${format.age(picture.picture_s)} old.`
    : 'Nothing has been received yet.';
  setText(lostText, down ? 'No connection to tocsin' : 'The picture stands still');
  const retry = connection.retryIn_s;
  const next = !down ? '' : retry === null ? ' Trying now …' : ` Trying again in ${Math.ceil(retry)} s.`;
  setText(lostDetail, `${old} Sirens and other outputs do not depend on this screen.${next}`);
}

function showTitle(): void {
  const open = [...picture.alarms.values()].filter(isUnacknowledged).length;
  const site = picture.site?.name ?? 'tocsin';
  const title = link !== 'open' && everOpen ? `✕ ${site}` : open > 0 ? `(${open}) ${site}` : site;
  if (document.title !== title) document.title = title;
}

const connection = new Link(
  () =>
    new WebSocket(
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`,
    ) as unknown as Socket,
  {
    state: (state) => {
      link = state;
      draw();
    },
    message: (text) => {
      const message = parseMessage(text);
      if (message === null) {
        malformed++;
        return;
      }
      malformed += message.bad;
      everOpen = true;
      picture.apply(message);
      if (message.type === 'state') siteMap.site(message.site);
      if (message.type === 'state' || message.type === 'status')
        sources.status(Date.parse(message.time));
      draw();
    },
  },
);

function nextTrack(step: number): void {
  const order = tracks.order;
  if (order.length === 0) return;
  const at = selected === null ? -1 : order.indexOf(selected);
  const next = at < 0 ? (step > 0 ? 0 : order.length - 1) : (at + step + order.length) % order.length;
  select(order[next] ?? null);
}

function acknowledgeFirst(): void {
  const first = [...picture.alarms.values()].filter(isUnacknowledged).sort(compareAlarms)[0];
  if (first !== undefined) actions.acknowledge(first);
}

function wall(on: boolean): void {
  setData(document.documentElement, 'wall', String(on));
  siteMap.map.resize();
  draw();
}

document.addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]'))
    return;
  if (target.matches('input, select, textarea')) return;
  const key = event.key.toLowerCase();
  const pressed = keys.get(key);
  if (pressed !== undefined) pressed.click();
  else if (key === 'a') acknowledgeFirst();
  else if (key === 'm') toggleSound();
  else if (key === 'n') nextTrack(event.shiftKey ? -1 : 1);
  else if (key === 'escape') select(null);
  else if (key === 'w') wall(document.documentElement.dataset['wall'] !== 'true');
  else if (key === '?') help();
  else return;
  event.preventDefault();
});

wall(new URLSearchParams(location.search).has('wall'));
window.setInterval(() => {
  if (performance.now() - drawn_ms > REDRAW_MS * 0.9) draw();
}, REDRAW_MS);
connection.start();
