/** A counterexample, and how it is printed. */
import { show, size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import { read } from '../../tensor/read.js';
import type { Choice } from './law.js';
import type { Image } from './operator.js';

/**
 * A choice of images for which a law fails: both sides, and a place where they differ. It prints as a calculation to be checked on paper.
 */
export type Counterexample = Choice & {
  /** F(a x), F(x + y) or F(T x) */
  readonly found: Image;
  /** a F(x), F(x) + F(y) or U F(x) */
  readonly expected: Image;
  /** a place of both where they differ; of windows, both show what the two have in common inside the margin */
  readonly place: Shape;
  /** The law, the images, both sides, and the place where they differ. */
  toString(): string;
};

/** above as many elements an image with few that are not 0 is printed as these */
const many = 25;

/** An image as it prints; a large one of which little is not 0 as the elements that are not. */
const shown = (image: Image): string => {
  const elements = Array.from(read(image), (value, k) => [value, k] as const).filter(([value]) => value !== 0);
  if (size(image.shape) <= many || elements.length > many) return String(image);
  const places = elements.map(([value, k]) => `${value} at ${show(placeOf(image.shape, k))}`);
  return `${show(image.shape)} zeros${places.length === 0 ? '' : `, but ${places.join(', ')}`}`;
};

/** An image behind its name, its lines below each other. */
export const line = (name: string, image: Image): string =>
  `${name} = ${shown(image).replaceAll('\n', `\n${' '.repeat(name.length + 3)}`)}`;

/** The indices of an element that is counted in row-major order. */
export const placeOf = (shape: Shape, index: number): Shape =>
  shape.map((length, axis) => Math.floor(index / size(shape.slice(axis + 1))) % length);

/** as many digits as a printed tensor has */
const rounded = (value: number): number => Number(value.toPrecision(12));

/** what the law is called, and the names of its sides and variables */
interface Words {
  readonly fails: string;
  readonly sides: readonly [found: string, expected: string];
  readonly variables: readonly string[];
}

const words = (choice: Choice): Words => {
  switch (choice.law) {
    case 'homogeneous':
      return {
        fails: 'F is not homogeneous',
        sides: ['F(a x)', 'a F(x)'],
        variables: [`a = ${choice.a}`, line('x', choice.x)],
      };
    case 'additive':
      return {
        fails: 'F is not additive',
        sides: ['F(x + y)', 'F(x) + F(y)'],
        variables: [line('x', choice.x), line('y', choice.y)],
      };
    case 'shift': {
      const { shifts, input, output } = choice.symmetry;
      const [kind, where] =
        shifts === 'circular' ? ['circular shift', ''] : ['shift', ' of a window on a larger image'];
      const alike = show(input) === show(output);
      return {
        fails: alike
          ? `F does not commute with the ${kind} T by ${show(input)}${where}`
          : `F does not turn the ${kind} T by ${show(input)} into the shift U by ${show(output)}${where}`,
        sides: ['F(T x)', alike ? 'T F(x)' : 'U F(x)'],
        variables: [line('x', choice.x), line('T x', choice.y)],
      };
    }
  }
};

export const counterexample = (
  choice: Choice,
  sides: { readonly found: Image; readonly expected: Image },
  place: Shape,
  numbers: readonly [found: number, expected: number],
): Counterexample => ({
  ...choice,
  ...sides,
  place,
  toString: () => {
    const { fails, sides: names, variables } = words(choice);
    return [
      `${fails}: at ${show(place)}, ${names[0]} is ${rounded(numbers[0])} and ${names[1]} is ${rounded(numbers[1])}`,
      ...variables,
      line(names[0], sides.found),
      line(names[1], sides.expected),
    ].join('\n');
  },
});
