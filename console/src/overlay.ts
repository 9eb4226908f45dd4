// SPDX-License-Identifier: Apache-2.0
// Symbols and labels above the map, as elements: they can be reached, read and tested, and
// text stays sharp at any size.

import { placeBeside, placeLabels, type Box, type LabelWish } from './declutter';
import { el, KeyedList, setData, setText, svg } from './dom';
import * as format from './format';
import { VECTOR_S } from './ink';
import { lonLat, ringRadii } from './geometry';
import type { SiteMap } from './map';
import { doubtText, fearedThreats, isClaimOnly, isVessel, likelyClass, type Track } from './model';
import type { Picture } from './picture';
import type { ZoneOutlook } from './countdown';
import { lookOf, symbolOf } from './symbol';

const CLASS_WORDS: Record<string, string> = {
  multirotor: 'multirotor',
  'fixed-wing': 'fixed wing',
  bird: 'bird',
  crewed: 'crewed',
  other: 'unknown',
};

export function classWord(track: Track): string {
  return isVessel(track) ? 'vessel' : (CLASS_WORDS[likelyClass(track).name] ?? 'unknown');
}

/** Older than this without being seen, an object is shown as such. */
export const OLD_S = 2.5;

interface TrackView {
  root: HTMLElement;
  symbol: HTMLElement;
  label: HTMLElement;
  head: HTMLElement;
  motion: HTMLElement;
  seen: HTMLElement;
  claim: HTMLElement;
  threat: HTMLElement;
  leader: SVGElement;
  drawnAs: string;
  radius: number;
  size: { w: number; h: number; of: string };
  track: Track;
}

interface PlainView {
  root: HTMLElement;
}

function rank(picture: Picture, track: Track, selected: string | null): number {
  if (track.id === selected) return 0;
  const danger = picture.danger(track);
  if (danger === 'cover') return 1;
  if (danger === 'approach') return 2;
  if (track.state === 'tentative') return 5;
  return likelyClass(track).name === 'bird' ? 4 : 3;
}

function place(node: HTMLElement | SVGElement, x: number, y: number): void {
  node.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
}

export class Overlay {
  readonly root = el('div', 'overlay');
  readonly #symbols = el('div', 'symbols', { role: 'list', 'aria-label': 'Tracks' });
  readonly #labels = el('div', 'labels');
  readonly #leaders = svg('svg', { class: 'leaders', 'aria-hidden': 'true' });
  readonly #grounds = el('div', 'grounds');
  readonly #tracks: KeyedList<Track, TrackView>;
  readonly #rings: KeyedList<number, PlainView>;
  readonly #zones: KeyedList<ZoneOutlook, PlainView>;
  readonly #slots = new Map<string, number>();
  #shown: TrackView[] = [];
  #em = 15;
  #outlooks: readonly ZoneOutlook[] = [];
  selected: string | null = null;

  constructor(
    private readonly site: SiteMap,
    private readonly picture: Picture,
    private readonly select: (id: string | null) => void,
  ) {
    this.root.append(this.#grounds, this.#leaders, this.#symbols, this.#labels);
    this.#tracks = new KeyedList(
      this.#symbols,
      (track) => track.id,
      (track) => this.#make(track),
      (view, track) => this.#update(view, track),
    );
    const ringBox = el('div', 'ring-labels', { 'aria-hidden': 'true' });
    const zoneBox = el('div', 'zone-labels');
    this.#grounds.append(ringBox, zoneBox);
    this.#rings = new KeyedList<number, PlainView>(
      ringBox,
      (radius) => String(radius),
      (radius) => ({ root: el('div', 'ring-label', {}, format.metres(radius)) }),
      () => undefined,
    );
    this.#zones = new KeyedList<ZoneOutlook, PlainView>(
      zoneBox,
      (outlook) => outlook.zone.id,
      (outlook) => ({
        root: el('div', 'zone-label', {}, el('b', '', {}, outlook.zone.id), el('span')),
      }),
      (view, outlook) => {
        setData(view.root, 'level', outlook.level);
        setText(view.root.lastElementChild as HTMLElement, zoneWord(outlook));
      },
    );
    site.map.on('move', () => this.project());
    site.map.on('resize', () => this.project());
  }

  show(outlooks: readonly ZoneOutlook[]): void {
    this.#outlooks = outlooks;
    this.#em = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const visible = this.picture.tracks
      .filter((track) => this.site.tentative || track.state !== 'tentative')
      .map((track) => ({ track, order: rank(this.picture, track, this.selected) }))
      .sort((a, b) => a.order - b.order || Number(a.track.id) - Number(b.track.id))
      .map(({ track }) => track);
    this.#tracks.show(visible);
    this.#shown = visible.flatMap((track) => this.#tracks.get(track.id) ?? []);
    const here = new Set(visible.map((track) => track.id));
    for (const id of this.#slots.keys()) if (!here.has(id)) this.#slots.delete(id);
    this.#prune();
    this.#rings.show(this.site.plane === null ? [] : ringRadii(this.site.reach_m));
    this.#zones.show(outlooks);
    this.project();
  }

  /** Puts everything where the map now has it. */
  project(): void {
    const map = this.site.map;
    const plane = this.site.plane;
    if (plane === null) return;
    const canvas = map.getCanvas();
    const bounds: Box = { x: 4, y: 4, w: canvas.clientWidth - 8, h: canvas.clientHeight - 8 };
    for (const radius of ringRadii(this.site.reach_m)) {
      const b = (215 * Math.PI) / 180;
      const at = map.project(lonLat(plane, radius * Math.sin(b), radius * Math.cos(b)));
      const view = this.#rings.get(String(radius));
      if (view !== undefined) place(view.root, at.x, at.y);
    }
    const canvasBox = canvas.getBoundingClientRect();
    const taken = this.#placeZones();
    for (const node of document.querySelectorAll('.tools')) {
      const box = node.getBoundingClientRect();
      taken.push({
        x: box.x - canvasBox.x,
        y: box.y - canvasBox.y,
        w: box.width,
        h: box.height,
      });
    }
    this.#placeTracks(bounds, taken);
  }

  /* Returns what they and their labels cover. */
  #placeZones(): Box[] {
    const areas = this.#outlooks.map(({ zone }): Box => {
      const points = zone.corners.map((corner) => this.site.map.project(corner));
      const x = Math.min(...points.map((p) => p.x));
      const y = Math.min(...points.map((p) => p.y));
      return {
        x,
        y,
        w: Math.max(...points.map((p) => p.x)) - x,
        h: Math.max(...points.map((p) => p.y)) - y,
      };
    });
    const labels: Box[] = [];
    this.#outlooks.forEach(({ zone }, index) => {
      const root = this.#zones.get(zone.id)?.root;
      const area = areas[index];
      if (root === undefined || area === undefined) return;
      const others = areas.filter((_, i) => i !== index);
      const box = placeBeside(area, root.offsetWidth, root.offsetHeight, [...others, ...labels]);
      place(root, box.x, box.y);
      labels.push(box);
    });
    return [...areas, ...labels];
  }

  #placeTracks(bounds: Box, taken: readonly Box[]): void {
    const map = this.site.map;
    const wishes: LabelWish[] = [];
    for (const view of this.#shown) {
      const at = map.project([view.track.lon, view.track.lat]);
      place(view.root, at.x, at.y);
      const inside =
        at.x > bounds.x - 20 &&
        at.y > bounds.y - 20 &&
        at.x < bounds.x + bounds.w + 20 &&
        at.y < bounds.y + bounds.h + 20;
      view.label.hidden = !inside;
      view.leader.toggleAttribute('hidden', !inside);
      if (!inside) continue;
      wishes.push({ id: view.track.id, x: at.x, y: at.y, radius: view.radius, ...view.size });
    }
    const points = this.#shown.flatMap((view) => this.#ahead(view.track));
    const places = placeLabels(wishes, this.#slots, bounds, { boxes: taken, points });
    for (const wish of wishes) {
      const view = this.#tracks.get(wish.id);
      const spot = places.get(wish.id);
      if (view === undefined || spot === undefined) continue;
      this.#slots.set(wish.id, spot.slot);
      place(view.label, spot.x, spot.y);
      this.#lead(view, wish, spot);
    }
  }

  /* Places along its vector, which labels should leave free. */
  #ahead(track: Track): { x: number; y: number }[] {
    if (track.state === 'tentative' || likelyClass(track).name === 'bird') return [];
    const b = (track.course_deg * Math.PI) / 180;
    return [0.4, 0.7, 1].map((part) => {
      const way_m = track.speed_mps * VECTOR_S * part;
      return this.site.map.project(lonLat(track, way_m * Math.sin(b), way_m * Math.cos(b)));
    });
  }

  /* From the rim of the symbol to the nearest point of the label. */
  #lead(view: TrackView, wish: LabelWish, spot: { x: number; y: number }): void {
    const tx = Math.min(Math.max(wish.x, spot.x), spot.x + wish.w);
    const ty = Math.min(Math.max(wish.y, spot.y + 4), spot.y + wish.h - 4);
    const length = Math.hypot(tx - wish.x, ty - wish.y);
    const from = length === 0 ? 0 : Math.min(1, wish.radius / length);
    const set = (name: string, value: number) =>
      view.leader.setAttribute(name, value.toFixed(1));
    set('x1', wish.x + (tx - wish.x) * from);
    set('y1', wish.y + (ty - wish.y) * from);
    set('x2', tx);
    set('y2', ty);
  }

  #make(track: Track): TrackView {
    const symbol = el('div', 'symbol');
    const root = el('div', 'track', { role: 'listitem' }, symbol);
    const head = el('b');
    const motion = el('span');
    const seen = el('span', 'seen');
    const claim = el('em');
    const threat = el('strong');
    const label = el('button', 'label', { type: 'button' }, head, motion, seen, claim, threat);
    const leader = svg('line', { class: 'leader' });
    this.#labels.append(label);
    this.#leaders.append(leader);
    label.addEventListener('click', () =>
      this.select(this.selected === track.id ? null : track.id),
    );
    symbol.addEventListener('click', () =>
      this.select(this.selected === track.id ? null : track.id),
    );
    const view: TrackView = {
      root,
      symbol,
      label,
      head,
      motion,
      seen,
      claim,
      threat,
      leader,
      drawnAs: '',
      radius: 14,
      size: { w: 0, h: 0, of: '' },
      track,
    };
    return view;
  }

  #update(view: TrackView, track: Track): void {
    view.track = track;
    const look = lookOf(track, this.#em);
    const drawnAs = JSON.stringify(look);
    if (drawnAs !== view.drawnAs) {
      view.drawnAs = drawnAs;
      const drawn = symbolOf(look);
      view.symbol.replaceChildren(drawn.node);
      place(view.symbol, -drawn.x, -drawn.y);
      view.radius = Math.max(9, Math.min(drawn.width, drawn.height) / 2 + 3);
    }
    const age_s = this.picture.age_s(track);
    const danger = this.picture.danger(track) ?? 'none';
    for (const node of [view.root, view.label]) {
      setData(node, 'track', track.id);
      setData(node, 'state', track.state);
      setData(node, 'danger', danger);
      setData(node, 'claimed', String(look.claimed));
      setData(node, 'quiet', String(look.shape === 'bird' && danger === 'none'));
      setData(node, 'old', String(age_s > OLD_S));
      setData(node, 'selected', String(track.id === this.selected));
    }
    view.leader.setAttribute('data-danger', danger);
    this.#write(view, track, age_s);
    /* Measured only when the text has another length: reading sizes is dear. */
    const of = [
      ...[...view.label.children].map((line) => line.textContent?.length ?? 0),
      view.label.className,
      JSON.stringify(view.label.dataset),
      document.documentElement.dataset['wall'],
    ].join('/');
    if (of !== view.size.of || view.size.w === 0) {
      view.label.hidden = false;
      view.size = { w: view.label.offsetWidth, h: view.label.offsetHeight, of };
    }
  }

  #write(view: TrackView, track: Track, age_s: number): void {
    const claimed = isClaimOnly(track);
    setText(view.head, `${track.id} ${classWord(track)}${claimed ? ', claim only' : ''}`);
    /* What it says of itself is told apart from what is seen of it. */
    setText(view.claim, track.claim === null ? '' : `says ${track.claim}${doubtText(track)}`);
    const arrow = format.climb(track.climb_mps);
    setText(
      view.motion,
      `${format.speed(track.speed_mps)}  ${format.metres(track.height_m)}${arrow}`,
    );
    setText(view.seen, age_s > OLD_S ? `not seen ${format.age(age_s)}` : `${format.age(age_s)} ago`);
    let soonest: { zone: string; eta_s: number } | null = null;
    for (const { zone, eta_s } of fearedThreats(track))
      if (eta_s !== null && (soonest === null || eta_s < soonest.eta_s)) soonest = { zone, eta_s };
    const left = soonest === null ? 0 : soonest.eta_s - this.picture.picture_s;
    setText(
      view.threat,
      soonest === null
        ? ''
        : `→ ${soonest.zone} ${format.wholeSeconds(left)} s`,
    );
  }

  /* Labels and leaders of tracks that have ended. */
  #prune(): void {
    const labels = new Set(this.#shown.map((view) => view.label));
    for (const label of [...this.#labels.children])
      if (!labels.has(label as HTMLButtonElement)) label.remove();
    const leaders = new Set<Element>(this.#shown.map((view) => view.leader));
    for (const leader of [...this.#leaders.children])
      if (!leaders.has(leader)) leader.remove();
  }
}

/** What a zone's label on the map says. */
function zoneWord(outlook: ZoneOutlook): string {
  switch (outlook.level) {
    case 'cover':
      return outlook.left_s === null
        ? 'TAKE COVER'
        : `TAKE COVER ${format.wholeSeconds(outlook.left_s)} s`;
    case 'stay':
      return 'STAY IN COVER';
    case 'approach':
      return outlook.left_s === null
        ? 'approach'
        : `approach ${format.wholeSeconds(outlook.left_s)} s`;
    case 'quiet':
      return '';
  }
}
