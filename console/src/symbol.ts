// SPDX-License-Identifier: Apache-2.0
// Symbols after MIL-STD-2525 from milsymbol. Affiliation is always *unknown*: the program
// calls nobody hostile. A dashed frame means that the object only says that it is there.

import ms from 'milsymbol';
import { COLOUR } from './colour';
import { svg } from './dom';
import { isClaimOnly, isVessel, likelyClass, type Track, type TrackClass } from './model';

/* Letter codes: scheme S, affiliation U, battle dimension A (air) or S (sea surface), status P
 * (present) or A (anticipated: drawn dashed), then the function. */
const FUNCTIONS: Record<Exclude<Shape, 'bird'>, string> = {
  multirotor: 'MHQ---',
  'fixed-wing': 'MFQ---',
  crewed: 'C-----',
  vessel: 'X-----',
  other: '------',
};

export type Shape = TrackClass | 'vessel';

export interface Look {
  shape: Shape;
  claimed: boolean;
  colour: string;
  size: number;
}

/** em: the size of text in pixels, with which symbols grow on a wall display. */
export function lookOf(track: Track, em = 15): Look {
  const { name } = likelyClass(track);
  const claimed = isClaimOnly(track);
  const bird = name === 'bird';
  return {
    shape: isVessel(track) ? 'vessel' : name,
    claimed,
    colour: claimed ? COLOUR.claim : bird || track.state === 'tentative' ? COLOUR.dim : COLOUR.text,
    size: Math.round(em * (track.state === 'tentative' ? 1.1 : 1.6)),
  };
}

export function sidc(look: Look): string {
  const shape = look.shape === 'bird' ? 'other' : look.shape;
  const dimension = shape === 'vessel' ? 'S' : 'A';
  return `SU${dimension}${look.claimed ? 'A' : 'P'}${FUNCTIONS[shape]}-----`;
}

export interface Drawn {
  node: Element;
  width: number;
  height: number;
  /** Where in it the object is. */
  x: number;
  y: number;
}

const cache = new Map<string, Drawn>();

/** Two wings: the standard has no bird. */
function bird(colour: string, size: number): Drawn {
  const width = size * 1.1;
  const node = svg('svg', {
    width: String(width),
    height: String(width * 0.6),
    viewBox: '0 0 20 11',
    fill: 'none',
    stroke: colour,
    'stroke-width': '1.7',
    'stroke-linecap': 'round',
  });
  node.append(svg('path', { d: 'M1.500 3C5 1 8 3 10 8.500 12 3 15 1 18.500 3' }));
  return { node, width, height: width * 0.6, x: width / 2, y: width * 0.4 };
}

function draw(look: Look): Drawn {
  if (look.shape === 'bird') return bird(look.colour, look.size);
  const symbol = new ms.Symbol(sidc(look), {
    size: look.size,
    fill: false,
    monoColor: look.colour,
    strokeWidth: 7,
    outlineWidth: 6,
    outlineColor: '#000000',
  });
  const { width, height } = symbol.getSize();
  const anchor = symbol.getAnchor();
  return { node: symbol.asDOM(), width, height, x: anchor.x, y: anchor.y };
}

/** A drawing of its own for the caller to place. */
export function symbolOf(look: Look): Drawn {
  const key = `${look.shape}/${look.claimed}/${look.colour}/${look.size}`;
  let drawn = cache.get(key);
  if (drawn === undefined) {
    drawn = draw(look);
    cache.set(key, drawn);
  }
  return { ...drawn, node: drawn.node.cloneNode(true) as Element };
}
