// SPDX-License-Identifier: Apache-2.0
// The palette. Red means danger and nothing else, yellow means caution and nothing else;
// each state also has a shape and a word of its own. Okabe and Ito's hues, lightened for a
// black ground, so that they stay apart for colour-weak eyes (test/colour.test.ts).

export const COLOUR = {
  ground: '#000000',
  danger: '#ef3340',
  caution: '#f0e442',
  /* What an object says of itself. */
  claim: '#2fc99e',
  /* Where something has been. */
  trail: '#56b4e9',
  /* Not the real thing: simulation, drill, replay. */
  mode: '#d893b8',
  text: '#eef1f3',
  dim: '#9aa5ae',
  faint: '#56606a',
  line: '#2a3137',
} as const;

export type ColourName = keyof typeof COLOUR;
