/** The images on which laws are tried: lists of whole numbers and quarters. */
import * as random from '../../random/index.js';
import { size } from '../../shape/shape.js';
import { fromArray, scalar } from '../../tensor/literal.js';
import { readAll } from '../../tensor/read.js';
import type { Law, Variables } from './law.js';
import type { Search } from './options.js';

/** A choice of all variables of a law, as the list x, y, a. */
export type Case = readonly number[];

/** How many numbers a case of a law has. */
export const lengthOf = ({ shape }: Law): number => 2 * size(shape) + 1;

/** The variables of a law that a list stands for. */
export const variablesOf = ({ shape }: Law, list: Case): Variables => {
  const n = size(shape);
  const image = (from: number) => fromArray(Float64Array.from(list.slice(from, from + n)), shape);
  return { x: image(0), y: image(n), a: scalar(list[2 * n] ?? 0, 'float64') };
};

/** multiples of `unit` up to `bound` times it: signs, small numbers, large ones beyond any clipping, and fractions */
const levels = [
  { bound: 1, unit: 1 },
  { bound: 3, unit: 1 },
  { bound: 12, unit: 1 },
  { bound: 1000, unit: 1 },
  { bound: 7, unit: 1 / 4 },
] as const;

/** Zero, and then as many random cases as are asked for, the simplest first. */
export const randomCases = (law: Law, { key, cases }: Search): readonly Case[] => {
  const n = lengthOf(law);
  const zero: Case = Array.from({ length: n }, () => 0);
  const drawn = levels.map(({ bound, unit }, level) => {
    const count = Math.ceil((cases - level) / levels.length);
    const draws = count < 1 ? [] : random.randint(random.foldIn(key, level), [count * n], -bound, bound + 1);
    return { count, unit, draws };
  });
  const lists = readAll(drawn.flatMap(({ draws }) => ('shape' in draws ? [draws] : [])));
  return [
    zero,
    ...lists.flatMap((list, level) => {
      const { count = 0, unit = 1 } = drawn[level] ?? {};
      return Array.from({ length: count }, (_, k) => Array.from(list.subarray(k * n, (k + 1) * n), (m) => m * unit));
    }),
  ];
};

/** The images with a single 1. */
export function* basisCases(law: Law): Iterable<Case> {
  const n = lengthOf(law);
  for (let k = 0; k < size(law.shape); k++) yield Array.from({ length: n }, (_, i) => Number(i === k));
}
