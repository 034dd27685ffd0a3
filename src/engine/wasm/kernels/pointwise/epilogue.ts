/** A cluster that a kernel computes too: on each part of its results as soon as that is complete, while it is near. */
import { at } from '../../../../primitive/primitive.js';
import { call, get, i32, range, seq, set } from '../../emit/index.js';
import type { Code, Func } from '../../emit/index.js';
import type { Context, Kernel } from '../../kernel.js';
import { address, advance } from '../convolve/nest.js';
import type { Cluster } from './expression.js';
import { flopsOf, keyOf, nameOf } from './kernel.js';
import { pointersOf } from './nest.js';
import { width } from './parts.js';
import { Vectors } from './vectors.js';

/**
 * (…pointers, …bounds): the cluster in a box, from where to where along each axis; `which` of the pointers each load and each store has. A function of its
 * own has the registers to itself. Each element is loaded once, before it is stored, so results may stand where they come from.
 */
const boxed = ({ module, target }: Context, cluster: Cluster, which: readonly number[]): Func<readonly 'i32'[]> => {
  const all = pointersOf(cluster);
  const steps = [...new Set(which)].map((pointer) => at(all, which.indexOf(pointer)));
  return module.func(
    `box ${JSON.stringify([cluster.shape, steps, which])} ${keyOf(cluster)} ${target.fused}`,
    [...steps, ...cluster.shape, ...cluster.shape].map(() => 'i32' as const),
    'void',
    (scope, ...parameters) => {
      const local = () => scope.local('i32');
      const axes = cluster.shape.map((length, axis) => {
        const [from, to] = [at(parameters, steps.length + 2 * axis), at(parameters, steps.length + 2 * axis + 1)];
        return { length, from, to, place: local(), steps: steps.map((bytes) => at(bytes, axis)) };
      });
      const loops = axes.filter(({ length }) => length > 1);
      const line = loops.at(-1) ?? at(axes, 0);
      const outer = loops.slice(0, -1);
      const pointers = steps.map(local);
      const vectors = new Vectors(
        { module, target, scope },
        cluster,
        which.map((pointer) => at(pointers, pointer)),
        which.map((pointer) => at(line.steps, pointer)),
      );
      const some = (count: number): Code<'void'> =>
        seq(vectors.some(count).code, ...pointers.map((pointer, k) => advance(pointer, count * at(line.steps, k))));
      const one = seq(
        ...pointers.map((pointer, k) =>
          set(
            pointer,
            address(get(at(parameters, k)), ...outer.map((axis) => [get(axis.place), at(axis.steps, k)] as const), [
              get(line.from),
              at(line.steps, k),
            ]),
          ),
        ),
        vectors.hoisted(),
        range(line.place, get(line.from), i32.sub(get(line.to), i32.const(width - 1)), width, some(width)),
        range(line.place, get(line.place), get(line.to), 1, some(1)),
      );
      return outer.reduceRight((body, axis) => range(axis.place, get(axis.from), get(axis.to), 1, body), one);
    },
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
    const places = [...new Set(others)];
    const which = others.map((place) => places.indexOf(place));
    return kernel.body({
      ...context,
      pointers: pointers(own),
      finished: (box) => call(boxed(context, cluster, which), ...pointers(places).map(get), ...box.flat()),
    });
  },
});
