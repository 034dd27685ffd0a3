import { child, draw, pick } from './draw.js';
import type { Key, Range } from './draw.js';

/** Red, green and blue, each from 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

type Tin = Readonly<Record<'red' | 'green' | 'blue', Range>>;

/** The colours a paint takes on from sign to sign: makers, years of sun, dirt. */
const tins = {
  red: { red: [0.55, 0.9], green: [0.03, 0.22], blue: [0.05, 0.25] },
  blue: { red: [0.02, 0.2], green: [0.15, 0.4], blue: [0.45, 0.85] },
  yellow: { red: [0.8, 1], green: [0.6, 0.8], blue: [0.05, 0.25] },
  white: { red: [0.8, 1], green: [0.8, 1], blue: [0.78, 1] },
  black: { red: [0.02, 0.15], green: [0.02, 0.15], blue: [0.02, 0.15] },
} as const satisfies Readonly<Record<string, Tin>>;

/** A paint by name; `ground` is the field behind a drawing, white in most countries, yellow in some. */
export type Paint = keyof typeof tins | 'ground';

export type Palette = Readonly<Record<Paint, Rgb>>;

export const anyColour: Tin = { red: [0, 1], green: [0, 1], blue: [0, 1] };

export const mix = (key: Key, tin: Tin): Rgb => {
  const { red, green, blue } = draw(key, tin);
  return [red, green, blue];
};

/** The paints of one sign. */
export const palette = (key: Key): Palette => {
  const [red, blue, yellow, white, black] = [
    mix(child(key, 0), tins.red),
    mix(child(key, 1), tins.blue),
    mix(child(key, 2), tins.yellow),
    mix(child(key, 3), tins.white),
    mix(child(key, 4), tins.black),
  ];
  return { red, blue, yellow, white, black, ground: pick(child(key, 5), [white, white, yellow]) };
};
