/** Windows as runs of whole vectors. */
import { get, range, seq, set, v128 } from '../../emit/index.js';
import type { Draft, Kernel, Operand } from '../../kernel.js';
import { at } from '../../../../primitive/primitive.js';
import { copyRun } from './copy.js';
import type { Geometry } from './geometry.js';
import { address, advance, each } from './nest.js';

/** Bytes between the windows of neighbouring outputs, and of neighbouring channels. */
export interface Runs {
  readonly row: number;
  readonly turn: number;
}

/** whether the weights are such runs where they are */
export const isRuns = ({ kind, axes: [Z, Y, X], outputs, weightOutputStep }: Geometry): boolean =>
  X.kernel % kind.count === 0 &&
  X.kernelStep === 1 &&
  (Y.kernel === 1 || Y.kernelStep === X.kernel) &&
  (Z.kernel === 1 || Z.kernelStep === Y.kernel * X.kernel) &&
  (outputs === 1 || weightOutputStep > 0);

const packing = (g: Geometry, width: number): Kernel => {
  const { kind, groups, outputs, depth } = g;
  const { bytes } = kind;
  const [Z, Y, X] = g.axes;
  return {
    name: 'pack windows',
    key: `pack windows ${JSON.stringify(g)}`,
    pieces: groups * outputs,
    scratch: 0,
    flops: 0,
    body: ({ scope, pointers, from, to }) => {
      const [source, target] = [at(pointers, 0), at(pointers, 1)];
      const [piece, out] = [scope.local('i32'), scope.local('i32')];
      const zero = Math.floor((X.kernel - 1) / kind.count) * 16;
      return range(
        piece,
        get(from),
        get(to),
        1,
        seq(
          set(out, address(get(target), [get(piece), depth * Z.kernel * Y.kernel * width * bytes])),
          each(scope, depth, (c) =>
            each(scope, Z.kernel, (z) =>
              each(scope, Y.kernel, (y) =>
                seq(
                  v128.store(get(out), kind.constant(0), zero),
                  copyRun(
                    scope,
                    kind,
                    address(
                      get(source),
                      [get(piece), g.weightOutputStep * bytes],
                      [c, g.weightDepthStep * bytes],
                      [z, Z.kernelStep * bytes],
                      [y, Y.kernelStep * bytes],
                    ),
                    get(out),
                    X.kernel,
                    X.kernelStep,
                  ),
                  advance(out, width * bytes),
                ),
              ),
            ),
          ),
        ),
      );
    },
  };
};

/** The weights in runs, where they are or packed by a step of its own, zeros behind them. */
export const runs = (draft: Draft, g: Geometry, w: Operand, inPlace: boolean): readonly [Operand, Runs] => {
  const { bytes, count } = g.kind;
  if (inPlace) return [w, { row: g.weightOutputStep * bytes, turn: g.weightDepthStep * bytes }];
  const [Z, Y, X] = g.axes;
  const width = Math.ceil(X.kernel / count) * count;
  const packed = draft.temporary([g.groups * g.outputs, g.depth, Z.kernel, Y.kernel, width], g.dtype);
  draft.step(packing(g, width), [w], [packed]);
  const turn = Z.kernel * Y.kernel * width * bytes;
  return [packed, { row: g.depth * turn, turn }];
};
