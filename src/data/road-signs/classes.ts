import { box, convex, disk, inset, rotate, translate } from './distance.js';
import type { Distance } from './distance.js';
import { arrow, crossroads, pedestrian, roundabout, text } from './glyphs.js';
import type { Paint } from './paint.js';

/** One coat of paint on a sign: everything inside `shape`, in units of the sign's radius. */
export type Coat = { readonly paint: Paint; readonly shape: Distance };

/** A road sign: its silhouette within the unit disk and the coats on it, first coat first. */
export type SignClass = { readonly name: string; readonly outline: Distance; readonly coats: readonly Coat[] };

const coat = (paint: Paint, shape: Distance): Coat => ({ paint, shape });

const sign = (name: string, outline: Distance, ...coats: readonly Coat[]): SignClass => ({ name, outline, coats });

const round = disk(1);
/** The octagon of circumradius 1; its inradius is the cosine of 22.5°. */
const octagon: Distance = (x, y) => {
  const [across, down] = [Math.abs(x), Math.abs(y)];
  return Math.max(across, down, (across + down) * Math.SQRT1_2) - 0.9239;
};
const pointUp = convex([0, -1], [0.866, 0.5], [-0.866, 0.5]);
const pointDown = convex([-0.866, -0.5], [0.866, -0.5], [0, 1]);

const limit = (name: string, glyph: Distance) =>
  sign(name, round, coat('red', round), coat('ground', disk(0.76)), coat('black', glyph));

const warning = (name: string, glyph: Distance) =>
  sign(name, pointUp, coat('red', pointUp), coat('ground', inset(0.13, pointUp)), coat('black', glyph));

const order = (name: string, glyph: Distance) =>
  sign(name, round, coat('white', round), coat('blue', disk(0.92)), coat('white', glyph));

/**
 * The ten signs. Each shares its silhouette and its colours with another and differs from it in the drawing: a mean colour
 * or a fixed template does not tell them apart.
 */
export const signClasses: readonly [SignClass, ...SignClass[]] = [
  sign(
    'stop',
    octagon,
    coat('white', octagon),
    coat('red', inset(0.07, octagon)),
    coat('white', text(0.26, 0.42, 0.06, 'S', 'T', 'O', 'P')),
  ),
  sign('no entry', round, coat('white', round), coat('red', disk(0.94)), coat('white', box(0.66, 0.17))),
  sign('yield', pointDown, coat('red', pointDown), coat('ground', inset(0.17, pointDown))),
  limit('speed limit 30', text(0.36, 0.62, 0.085, '3', '0')),
  limit('speed limit 50', text(0.36, 0.62, 0.085, '5', '0')),
  order('keep left', rotate(Math.SQRT2 - 1, arrow)),
  order('keep right', rotate(1 - Math.SQRT2, arrow)),
  order('roundabout', roundabout),
  warning('pedestrians', pedestrian),
  warning('crossroads', translate([0, 0.04], crossroads)),
];

/** The names of the signs; a label is an index into it. */
export const roadSignClasses: readonly string[] = signClasses.map(({ name }) => name);
