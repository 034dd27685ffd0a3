/** The three equations of the theorem, each for one choice of the images. */
import { add, multiply } from '../../ops/index.js';
import type { Shape } from '../../shape/shape.js';
import { item } from '../../tensor/literal.js';
import { typed } from '../../tensor/tensor.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Image, Operator, Spaces } from './operator.js';
import { circularShift, planeOf, windowAt } from './shift.js';
import type { Shift } from './shift.js';

/** What a law speaks of: two images and a number, of which it uses what it needs. */
export interface Variables {
  readonly x: Image;
  readonly y: Image;
  readonly a: Tensor<readonly [], 'float64'>;
}

/** The choice for which a law fails. */
export type Choice =
  | { readonly law: 'homogeneous'; readonly x: Image; readonly a: number }
  | { readonly law: 'additive'; readonly x: Image; readonly y: Image }
  /** y is x, moved */
  | { readonly law: 'shift'; readonly x: Image; readonly y: Image; readonly symmetry: Symmetry };

/** An equation between values of an operator. */
export interface Law {
  /** the shape of its images */
  readonly shape: Shape;
  readonly sides: (f: Operator, variables: Variables) => readonly [found: Image, expected: Image];
  readonly choice: (variables: Variables) => Choice;
}

/** F(a x) = a F(x) */
export const homogeneous = ({ input }: Spaces): Law => ({
  shape: input,
  sides: (f, { a, x }) => [f(multiply(a, x)), multiply(a, f(x))],
  choice: ({ a, x }) => ({ law: 'homogeneous', a: item(a), x }),
});

/** F(x + y) = F(x) + F(y) */
export const additive = ({ input }: Spaces): Law => ({
  shape: input,
  sides: (f, { x, y }) => [f(add(x, y)), add(f(x), f(y))],
  choice: ({ x, y }) => ({ law: 'additive', x, y }),
});

/** Where images are moved: round a torus, or on a plane of which they are windows. */
export type Shifts = 'circular' | 'interior';

/** A shift of the input and the shift of the output that should answer it. */
export interface Symmetry {
  readonly shifts: Shifts;
  readonly input: Shift;
  readonly output: Shift;
  /** interior: how many rows and columns on each side of the output may depend on what lies outside */
  readonly margin: number;
}

const each = (f: (n: number, m: number) => number, a: Shift, b: Shift): Shift => [f(a[0], b[0]), f(a[1], b[1])];
const both = (n: number): Shift => [n, n];
const plus = (n: number, m: number): number => n + m;

/** where a window begins whose twin lies a shift further up and to the left, and the other way round */
const ahead = (shift: Shift): Shift => each(Math.max, shift, [0, 0]);
const behind = ([rows, columns]: Shift): Shift => ahead([-rows, -columns]);

/** how many rows and columns of the output are compared */
export const compared = ({ output }: Spaces, symmetry: Symmetry): Shift =>
  symmetry.shifts === 'circular'
    ? planeOf(output)
    : each((n, s) => Math.max(0, n - 2 * symmetry.margin - Math.abs(s)), planeOf(output), symmetry.output);

/** F(T x) = U F(x) on the torus: T and U are circular shifts. */
const circular = ({ input }: Spaces, symmetry: Symmetry): Law => ({
  shape: input,
  sides: (f, { x }) => [f(circularShift(x, symmetry.input)), circularShift(f(x), symmetry.output)],
  choice: ({ x }) => ({ law: 'shift', x, y: circularShift(x, symmetry.input), symmetry }),
});

/** F(T x) = U F(x) for windows x and T x of one larger image, at the places that both outputs show inside their margins. */
const interior = (spaces: Spaces, symmetry: Symmetry): Law => {
  const { input, output, margin } = symmetry;
  const plane = planeOf(spaces.input);
  const windows = ({ x }: Variables) => ({
    x: typed<Shape, 'float64'>(windowAt(x, ahead(input), plane)),
    y: typed<Shape, 'float64'>(windowAt(x, behind(input), plane)),
  });
  const seen = (image: Image, from: Shift): Image =>
    typed(windowAt(image, each(plus, from, both(margin)), compared(spaces, symmetry)));
  return {
    shape: [...spaces.input.slice(0, -2), ...each(plus, plane, each(Math.max, ahead(input), behind(input)))],
    sides: (f, variables) => {
      const { x, y } = windows(variables);
      return [seen(f(y), ahead(output)), seen(f(x), behind(output))];
    },
    choice: (variables) => ({ law: 'shift', ...windows(variables), symmetry }),
  };
};

const moving = { circular, interior } as const satisfies Record<Shifts, unknown>;

/** F(T x) = U F(x) */
export const equivariant = (spaces: Spaces, symmetry: Symmetry): Law => moving[symmetry.shifts](spaces, symmetry);
