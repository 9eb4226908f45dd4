// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { COLOUR, type ColourName } from '../src/colour';

type Rgb = [number, number, number];

function linear(hex: string): Rgb {
  return [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
}

/* Machado, Oliveira, Fernandes 2009, severity 1.0, applied to linear RGB. */
const EYES: Record<string, number[][]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function seen(hex: string, eye: string): Rgb {
  const rgb = linear(hex);
  return (EYES[eye] as number[][]).map((row) =>
    Math.min(1, Math.max(0, row.reduce((sum, k, i) => sum + k * (rgb[i] as number), 0))),
  ) as Rgb;
}

function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(a: string, b: string, eye: string): number {
  const [p, q] = [lab(seen(a, eye)), lab(seen(b, eye))];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

function contrast(a: string, b: string): number {
  const y = (hex: string) => {
    const [r, g, bl] = linear(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  };
  const [hi, lo] = [Math.max(y(a), y(b)), Math.min(y(a), y(b))];
  return (hi + 0.05) / (lo + 0.05);
}

describe('colours', () => {
  const meaning: ColourName[] = ['danger', 'caution', 'claim', 'trail', 'text'];

  /* 15 in CIE 1976 is plainly another colour side by side; shapes and words go with each. */
  it.each(Object.keys(EYES))('that mean something stay apart for %s eyes', (eye) => {
    for (const a of meaning)
      for (const b of meaning)
        if (a < b) expect(distance(COLOUR[a], COLOUR[b], eye), `${a} ${b}`).toBeGreaterThan(15);
    expect(distance(COLOUR.danger, COLOUR.caution, eye)).toBeGreaterThan(40);
  });

  it('can be read on the ground', () => {
    for (const name of [...meaning, 'dim', 'mode'] as const)
      expect(contrast(COLOUR[name], COLOUR.ground), name).toBeGreaterThan(4.5);
    expect(contrast('#ffffff', '#bd1424')).toBeGreaterThan(4.5); /* take cover */
    expect(contrast('#000000', COLOUR.caution)).toBeGreaterThan(7); /* approach, loss */
  });

  it('are the same in the style sheet', () => {
    const css = readFileSync(new URL('../src/style.css', import.meta.url), 'utf8');
    for (const name of ['danger', 'caution', 'claim', 'trail', 'mode', 'text', 'dim'] as const)
      expect(css).toContain(`--${name}: ${COLOUR[name]};`);
  });
});
