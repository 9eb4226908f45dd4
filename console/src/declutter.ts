// SPDX-License-Identifier: Apache-2.0
// Where each label goes so that labels, symbols and each other are readable. Greedy, in
// order of importance, and reluctant to move a label that is fine where it is.

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface LabelWish {
  id: string;
  /** Where the object is, and how far its symbol reaches. */
  x: number;
  y: number;
  radius: number;
  w: number;
  h: number;
}

export interface LabelPlace {
  x: number;
  y: number;
  slot: number;
}

/** Directions in degrees clockwise from up, by preference, at growing distances. */
const DIRECTIONS = [60, 120, 300, 240, 0, 180, 90, 270];
const DISTANCES = [1, 2.6, 4.4];
export const SLOTS = DIRECTIONS.length * DISTANCES.length;

function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

/** The box of a label in a slot: beside the object, not over it. */
export function slotBox(wish: LabelWish, slot: number): Box {
  const deg = DIRECTIONS[slot % DIRECTIONS.length] as number;
  const far = DISTANCES[Math.floor(slot / DIRECTIONS.length)] as number;
  const angle = (deg * Math.PI) / 180;
  const reach = wish.radius + 5 * far * far;
  const ax = wish.x + Math.sin(angle) * reach;
  const ay = wish.y - Math.cos(angle) * reach;
  /* The label hangs on the anchor by the side that faces the object. */
  const sx = Math.sin(angle);
  const sy = -Math.cos(angle);
  const x = sx > 0.3 ? ax : sx < -0.3 ? ax - wish.w : ax - wish.w / 2;
  const y = sy > 0.8 ? ay : sy < -0.8 ? ay - wish.h : ay - wish.h / 2 + sy * wish.h * 0.35;
  return { x, y, w: wish.w, h: wish.h };
}

/** What labels should not cover: boxes, and points such as those of vectors. */
export interface Taken {
  boxes: readonly Box[];
  points: readonly { x: number; y: number }[];
}

const NOTHING: Taken = { boxes: [], points: [] };

function holds(box: Box, point: { x: number; y: number }): boolean {
  const [dx, dy] = [point.x - box.x, point.y - box.y];
  return dx >= 0 && dy >= 0 && dx <= box.w && dy <= box.h;
}

/** wishes: the most important first. */
export function placeLabels(
  wishes: readonly LabelWish[],
  before: ReadonlyMap<string, number>,
  bounds: Box,
  taken: Taken = NOTHING,
): Map<string, LabelPlace> {
  const placed: Box[] = [...taken.boxes];
  const symbols: Box[] = wishes.map((w) => ({
    x: w.x - w.radius,
    y: w.y - w.radius,
    w: 2 * w.radius,
    h: 2 * w.radius,
  }));
  const out = new Map<string, LabelPlace>();
  wishes.forEach((wish, index) => {
    const last = before.get(wish.id);
    let best: Box | null = null;
    let bestCost = Number.POSITIVE_INFINITY;
    let bestSlot = 0;
    for (let slot = 0; slot < SLOTS; slot++) {
      const box = slotBox(wish, slot);
      const inside = overlap(box, bounds);
      let cost = slot * 6 + (box.w * box.h - inside) * 4;
      if (last !== undefined && slot !== last) cost += 140;
      for (const point of taken.points) if (holds(box, point)) cost += 220;
      for (const other of placed) cost += overlap(box, other) * 3;
      for (let i = 0; i < symbols.length; i++)
        if (i !== index) cost += overlap(box, symbols[i] as Box) * 2;
      if (cost < bestCost) {
        best = box;
        bestCost = cost;
        bestSlot = slot;
      }
    }
    if (best === null) return;
    placed.push(best);
    out.set(wish.id, { x: best.x, y: best.y, slot: bestSlot });
  });
  return out;
}

/** Where the label of a fixed area goes: below, above, right or left of it, wherever it
 * covers least of `taken`. */
export function placeBeside(area: Box, w: number, h: number, taken: readonly Box[]): Box {
  const gap = 5;
  const x = area.x + area.w / 2 - w / 2;
  const y = area.y + area.h / 2 - h / 2;
  const spots: Box[] = [
    { x, y: area.y + area.h + gap, w, h },
    { x, y: area.y - gap - h, w, h },
    { x: area.x + area.w + gap, y, w, h },
    { x: area.x - gap - w, y, w, h },
  ];
  let best = spots[0] as Box;
  let least = Number.POSITIVE_INFINITY;
  for (const spot of spots) {
    const covered = taken.reduce((sum, box) => sum + overlap(spot, box), 0);
    if (covered < least) {
      best = spot;
      least = covered;
    }
  }
  return best;
}
