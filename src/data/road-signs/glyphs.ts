import { convex, disk, rotate, stroke, turned, union } from './distance.js';
import type { Distance, Point } from './distance.js';

/** The strokes of a character on a cell 2 wide and 4 high, from (−1, −2) to (1, 2). */
const strokes = {
  '0': [
    [
      [-1, -2],
      [1, -2],
      [1, 2],
      [-1, 2],
      [-1, -2],
    ],
  ],
  '3': [
    [
      [-1, -2],
      [1, -2],
      [1, 2],
      [-1, 2],
    ],
    [
      [-0.4, 0],
      [1, 0],
    ],
  ],
  '5': [
    [
      [1, -2],
      [-1, -2],
      [-1, -0.3],
      [0.6, -0.3],
      [1, 0.3],
      [1, 1.6],
      [0.6, 2],
      [-1, 2],
    ],
  ],
  S: [
    [
      [1, -2],
      [-1, -2],
      [-1, 0],
      [1, 0],
      [1, 2],
      [-1, 2],
    ],
  ],
  T: [
    [
      [-1, -2],
      [1, -2],
    ],
    [
      [0, -2],
      [0, 2],
    ],
  ],
  O: [
    [
      [-1, -2],
      [1, -2],
      [1, 2],
      [-1, 2],
      [-1, -2],
    ],
  ],
  P: [
    [
      [-1, 2],
      [-1, -2],
      [1, -2],
      [1, 0],
      [-1, 0],
    ],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly Point[])[]>>;

export type Character = keyof typeof strokes;

/** Characters side by side about the origin: each `width` by twice that, `pitch` apart. */
export const text = (width: number, pitch: number, halfWidth: number, ...characters: readonly Character[]): Distance =>
  union(
    ...characters.flatMap((character, i) => {
      const offset = (i - (characters.length - 1) / 2) * pitch;
      return strokes[character].map((points) =>
        stroke(halfWidth, ...points.map(([x, y]): Point => [offset + (x * width) / 2, (y * width) / 2])),
      );
    }),
  );

/** An arrow that points down, from the top edge of the unit disk's inner three quarters to the bottom one. */
export const arrow: Distance = union(
  stroke(0.11, [0, -0.55], [0, 0.2]),
  convex([-0.42, 0.08], [0.42, 0.08], [0, 0.66]),
);

const third: Point = [-1 / 2, Math.sqrt(3) / 2];
const twoThirds: Point = [-1 / 2, -Math.sqrt(3) / 2];

/** A quarter of a ring that ends in an arrow head. */
const sweep = union(
  stroke(0.1, [0.1, -0.54], [-0.24, -0.46], [-0.47, -0.24]),
  convex([-0.78, -0.28], [-0.2, -0.08], [-0.62, 0.24]),
);

/** Three arrows that chase each other round a circle. */
export const roundabout: Distance = union(sweep, turned(third, sweep), turned(twoThirds, sweep));

/** A walker in mid-stride. */
export const pedestrian: Distance = union(
  disk(0.11, [0.02, -0.38]),
  stroke(0.09, [0, -0.18], [-0.01, 0.04]),
  stroke(0.065, [-0.23, 0.02], [0, -0.18], [0.21, 0]),
  stroke(0.075, [-0.22, 0.3], [-0.01, 0.04], [0.2, 0.3]),
);

/** Two roads that cross, as a diagonal cross. */
export const crossroads: Distance = rotate(
  Math.SQRT2 - 1,
  union(stroke(0.1, [0, -0.36], [0, 0.36]), stroke(0.1, [-0.36, 0], [0.36, 0])),
);
