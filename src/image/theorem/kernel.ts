/** Reading the kernel of a convolution off its matrix. */
import { size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import { fromArray } from '../../tensor/literal.js';
import { read } from '../../tensor/read.js';
import type { LinearMap } from './matrix.js';
import type { Image, Spaces } from './operator.js';
import { planeOf } from './shift.js';
import type { Shift } from './shift.js';

/** The weights K(s) of F(x)(p) = Σ_s K(s) x(p − s) as an array: K(s) stands at origin + s. */
export interface Kernel {
  /** [height, width] between single planes; in front of it the planes of the output, then those of the image */
  readonly kernel: Image;
  readonly origin: Shift;
}

/** K(s) between two planes */
type Weight = (output: number, input: number, s: Shift) => number;

/** the weights in the row of the matrix that belongs to the output at p; no weight for places outside the image */
const weightsAt = ({ matrix, input, output }: LinearMap, p: Shift, place: (i: Shift) => Shift): Weight => {
  const elements = read(matrix);
  const [[height, width], [rows, columns]] = [planeOf(input), planeOf(output)];
  return (to, from, [i, j]) => {
    const [u, v] = place([p[0] - i, p[1] - j]);
    if (u < 0 || u >= height || v < 0 || v >= width) return 0;
    const row = (to * rows + p[0]) * columns + p[1];
    return elements[row * size(input) + (from * height + u) * width + v] ?? 0;
  };
};

const planesOf = (shape: Shape): Shape => shape.slice(0, -2);

/** each pair of an output plane and an input plane */
const pairs = ({ input, output }: Spaces): readonly (readonly [output: number, input: number])[] => {
  const [to, from] = [size(planesOf(output)), size(planesOf(input))];
  return Array.from({ length: to * from }, (_, k) => [Math.floor(k / from), k % from] as const);
};

/** all offsets from −origin on */
const offsets = ([rows, columns]: Shift, origin: Shift): readonly Shift[] =>
  Array.from({ length: rows * columns }, (_, k) => [Math.floor(k / columns) - origin[0], (k % columns) - origin[1]]);

const tabulated = (map: Spaces, weight: Weight, extent: Shift, origin: Shift): Kernel => {
  const elements = pairs(map).flatMap(([to, from]) => offsets(extent, origin).map((s) => weight(to, from, s)));
  const shape = [...planesOf(map.output), ...planesOf(map.input), ...extent];
  return { kernel: fromArray(Float64Array.from(elements), shape), origin };
};

const square = (radius: Shift): Shift => [2 * radius[0] + 1, 2 * radius[1] + 1];

/**
 * The kernel on the torus, centred: as many rows and columns on each side as it takes to hold all weights above the tolerance. Half-way round an even
 * torus, where −n/2 is n/2, the weight stands on the positive side.
 */
const circular = (map: LinearMap, _: number, tolerance: number): Kernel => {
  const [height, width] = planeOf(map.input);
  const wrapped = weightsAt(map, [0, 0], ([i, j]) => [(i + height) % height, (j + width) % width]);
  const weight: Weight = (to, from, [i, j]) => (2 * i > -height && 2 * j > -width ? wrapped(to, from, [i, j]) : 0);
  const reach: Shift = [Math.floor(height / 2), Math.floor(width / 2)];
  const sizes = offsets(square(reach), reach).map(([i, j]) => ({
    rows: Math.abs(i),
    columns: Math.abs(j),
    size: Math.max(...pairs(map).map(([to, from]) => Math.abs(weight(to, from, [i, j])))),
  }));
  const least = tolerance * Math.max(...sizes.map((offset) => offset.size));
  const held = sizes.filter((offset) => offset.size > least);
  const radius: Shift = [
    Math.max(0, ...held.map(({ rows }) => rows)),
    Math.max(0, ...held.map(({ columns }) => columns)),
  ];
  return tabulated(map, weight, square(radius), radius);
};

/** The kernel in the interior: F(x)(p) may depend on x from p − margin to p + margin + (h − h′), for an image of height h and an output of height h′. */
const interior = (map: LinearMap, margin: number): Kernel => {
  const [[height, width], [rows, columns]] = [planeOf(map.input), planeOf(map.output)];
  const origin: Shift = [height - rows + margin, width - columns + margin];
  const extent: Shift = [Math.max(0, origin[0] + margin + 1), Math.max(0, origin[1] + margin + 1)];
  return tabulated(
    map,
    weightsAt(map, [margin, margin], (i) => i),
    extent,
    origin,
  );
};

/** The kernel of a shift-invariant linear map. */
export const kernelOf = { circular, interior } as const;
