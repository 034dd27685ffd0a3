/** A cluster that a kernel computes too: on each part of its results as soon as that is complete, while it is near. */
import { at } from '../../../../primitive/primitive.js';
import { get, i32, range, seq, set } from '../../emit/index.js';
import type { Code } from '../../emit/index.js';
import type { Box, Context, Kernel } from '../../kernel.js';
import { address, advance } from '../convolve/nest.js';
import type { Cluster } from './expression.js';
import { flopsOf, keyOf, nameOf } from './kernel.js';
import { pointersOf } from './nest.js';
import { width } from './parts.js';
import { Vectors } from './vectors.js';

/** The cluster in a box; each element is loaded once, before it is stored, so results may stand where they come from. */
const boxed = (context: Context, cluster: Cluster, box: Box): Code<'void'> => {
  const { scope } = context;
  const local = () => scope.local('i32');
  const steps = pointersOf(cluster);
  const axes = cluster.shape.flatMap((length, axis) =>
    length === 1
      ? []
      : [{ steps: steps.map((bytes) => at(bytes, axis)), bounds: at(box, axis), from: local(), to: local() }],
  );
  const single = {
    steps: steps.map(() => 0),
    bounds: [i32.const(0), i32.const(1)],
    from: local(),
    to: local(),
  } as const;
  const line = axes.at(-1) ?? single;
  const outer = axes.slice(0, -1).map((axis) => ({ ...axis, place: local() }));
  const pointers = steps.map(local);
  const place = local();
  const vectors = new Vectors(context, cluster, pointers, line.steps);
  const some = (count: number): Code<'void'> =>
    seq(vectors.some(count).code, ...pointers.map((pointer, k) => advance(pointer, count * at(line.steps, k))));
  const one = seq(
    ...pointers.map((pointer, k) =>
      set(
        pointer,
        address(get(at(context.pointers, k)), ...outer.map((axis) => [get(axis.place), at(axis.steps, k)] as const), [
          get(line.from),
          at(line.steps, k),
        ]),
      ),
    ),
    vectors.hoisted(),
    range(place, get(line.from), i32.sub(get(line.to), i32.const(width - 1)), width, some(width)),
    range(place, get(place), get(line.to), 1, some(1)),
  );
  return seq(
    ...[...outer, line].flatMap(({ bounds, from, to }) => [set(from, bounds[0]), set(to, bounds[1])]),
    outer.reduceRight((body, axis) => range(axis.place, get(axis.from), get(axis.to), 1, body), one),
  );
};

/**
 * A kernel that has a grid, and a cluster over that grid, as one kernel. `own` says which of the operands are those of the kernel, `others` which are those
 * of the cluster: its loads, then its stores.
 */
export const continued = (
  kernel: Kernel,
  cluster: Cluster,
  own: readonly number[],
  others: readonly number[],
): Kernel => ({
  name: `${kernel.name} + ${nameOf(cluster)}`,
  key: `${kernel.key} + ${JSON.stringify([cluster.shape, pointersOf(cluster), own, others])} ${keyOf(cluster)}`,
  pieces: kernel.pieces,
  scratch: kernel.scratch,
  flops: kernel.flops + flopsOf(cluster),
  body: (context) => {
    const pointers = (places: readonly number[]) => places.map((place) => at(context.pointers, place));
    return kernel.body({
      ...context,
      pointers: pointers(own),
      finished: (box) => boxed({ ...context, pointers: pointers(others) }, cluster, box),
    });
  },
});
