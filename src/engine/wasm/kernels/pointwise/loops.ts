/** The loops of a cluster in instructions. */
import { at } from '../../../../primitive/primitive.js';
import { doWhile, get, i32, i32x4, range, select, seq, set, tee, v128, when } from '../../emit/index.js';
import type { Code, Local } from '../../emit/index.js';
import type { Context } from '../../kernel.js';
import { folded, lanes, plus } from '../../lanes.js';
import type { Cluster, Fold, Node } from './expression.js';
import { folds } from './folds.js';
import type { Loop, Nest } from './nest.js';
import { literal } from './operations.js';
import { part, types, width } from './parts.js';
import type { Vector } from './parts.js';
import { put, Vectors } from './vectors.js';

type Statement = Code<'void'>;

/** how many times four elements the innermost loop takes at once, where it walks from row to row: as much of a cache line as the registers hold */
const groupsOf = ({ vector, inner }: Nest, parts: readonly number[]): number => {
  const accumulators = parts.reduce((sum, count) => sum + count, 0);
  const groups = accumulators <= 1 ? 4 : accumulators <= 3 ? 2 : 1;
  return inner.length > 0 && vector.length >= groups * width ? groups : 1;
};

/** the accumulators of a fold for four elements: a vector part each, for the innermost run and for the whole */
interface Accumulator {
  readonly run: readonly Local<'v128'>[];
  readonly whole: readonly Local<'v128'>[];
}

/** Writes the loops of a nest. */
export class Loops {
  readonly #context: Context;
  readonly #cluster: Cluster;
  readonly #nest: Nest;
  readonly #pointers: readonly Local<'i32'>[];
  readonly #vectors: Vectors;
  /** for each group of four elements that the innermost loop works on at once, those of each fold */
  readonly #accumulators: readonly (readonly Accumulator[])[];

  constructor(context: Context, cluster: Cluster, nest: Nest) {
    this.#context = context;
    this.#cluster = cluster;
    this.#nest = nest;
    this.#pointers = nest.vector.steps.map(() => context.scope.local('i32'));
    this.#vectors = new Vectors(context, cluster, this.#pointers, nest.vector.steps);
    const partsOf = cluster.folds.map(({ node }) => types[at(cluster.nodes, node).dtype].parts);
    const local = (): Local<'v128'> => context.scope.local('v128');
    this.#accumulators = Array.from({ length: groupsOf(nest, partsOf) }, () =>
      partsOf.map((parts) => ({
        run: Array.from({ length: parts }, local),
        whole: Array.from({ length: parts }, local),
      })),
    );
  }

  body(): Statement {
    const { scope, from, to } = this.#context;
    const { block, vector } = this.#nest;
    const piece = scope.local('i32');
    const rest = scope.local('i32');
    const start = scope.local('i32');
    const end = scope.local('i32');
    const blocks = block === undefined ? 1 : Math.ceil(vector.length / block);
    const span: Statement =
      block === undefined
        ? seq(set(start, i32.const(0)), set(end, i32.const(vector.length)))
        : seq(
            set(start, i32.mul(i32.remU(get(rest), i32.const(blocks)), i32.const(block))),
            set(rest, i32.divU(get(rest), i32.const(blocks))),
            set(end, minimum(i32.add(get(start), i32.const(block)), i32.const(vector.length), scope.local('i32'))),
            this.#move(vector.steps, get(start)),
          );
    return range(
      piece,
      get(from),
      get(to),
      1,
      seq(
        set(rest, get(piece)),
        this.#origins(),
        span,
        ...[...this.#nest.pieces].reverse().map((loop, index) => {
          const place = i32.remU(get(rest), i32.const(loop.length));
          const last = index === this.#nest.pieces.length - 1;
          const turn = scope.local('i32');
          return seq(
            set(turn, last ? get(rest) : place),
            last ? seq() : set(rest, i32.divU(get(rest), i32.const(loop.length))),
            this.#move(loop.steps, get(turn)),
          );
        }),
        this.#outer(this.#nest.outer, start, end),
      ),
    );
  }

  /** every pointer at the first element of its operand; counters at 0 */
  #origins(): Statement {
    let operand = 0;
    const places = [
      ...this.#moving().map((node) =>
        node.kind === 'load' ? get(at(this.#context.pointers, operand++)) : i32.const(0),
      ),
    ];
    const rest = this.#context.pointers.slice(operand).map((pointer) => get(pointer));
    return seq(...[...places, ...rest].map((place, k) => set(at(this.#pointers, k), place)));
  }

  #moving(): readonly Node[] {
    return this.#cluster.nodes.filter(({ kind }) => kind === 'load' || kind === 'count');
  }

  /** moves the pointers by so many turns of a loop */
  #move(steps: readonly number[], turns: Code<'i32'>): Statement {
    return seq(
      ...steps.flatMap((step, k) => {
        const pointer = at(this.#pointers, k);
        return step === 0 ? [] : [set(pointer, i32.add(get(pointer), i32.mul(turns, i32.const(step))))];
      }),
    );
  }

  /** moves the pointers by constants */
  #advance(bytes: readonly number[]): Statement {
    return seq(
      ...bytes.flatMap((step, k) => {
        const pointer = at(this.#pointers, k);
        return step === 0 ? [] : [set(pointer, plus(get(pointer), step))];
      }),
    );
  }

  /** where the pointers stand after all turns of a loop, seen from its start */
  #travelled({ length, steps }: Loop): readonly number[] {
    return steps.map((step) => step * length);
  }

  /** counts through a loop; the body leaves the pointers `after` beyond where it found them */
  #turns(loop: Loop, body: Statement, after: readonly number[]): Statement {
    const counter = this.#context.scope.local('i32');
    return seq(
      set(counter, i32.const(loop.length)),
      doWhile(
        seq(body, this.#advance(loop.steps.map((step, k) => step - (after[k] ?? 0)))),
        tee(counter, i32.sub(get(counter), i32.const(1))),
      ),
    );
  }

  /** the loops around the vectorised one; around those that are reduced, the folds begin and end */
  #outer(loops: readonly Loop[], start: Local<'i32'>, end: Local<'i32'>): Statement {
    const [loop, ...inside] = loops;
    const { vector } = this.#nest;
    if (vector.reduced && (loop === undefined || loop.reduced))
      return seq(this.#begin('whole'), this.#sums(loops), this.#finish());
    if (loop === undefined) return vector.reduced ? seq() : this.#line(start, end);
    const next = inside[0] ?? vector;
    const inner = this.#outer(inside, start, end);
    // a cut line leaves the pointers in no fixed place
    if (inside.length === 0 && this.#nest.block !== undefined) return this.#remembering(loop, inner);
    return this.#turns(loop, inner, this.#travelled(next));
  }

  /** a loop whose body may leave the pointers anywhere */
  #remembering(loop: Loop, body: Statement): Statement {
    const kept = this.#pointers.map(() => this.#context.scope.local('i32'));
    const counter = this.#context.scope.local('i32');
    return seq(
      set(counter, i32.const(loop.length)),
      doWhile(
        seq(
          ...kept.map((local, k) => set(local, get(at(this.#pointers, k)))),
          body,
          ...kept.map((local, k) => set(at(this.#pointers, k), get(local))),
          this.#advance(loop.steps),
        ),
        tee(counter, i32.sub(get(counter), i32.const(1))),
      ),
    );
  }

  /** the reduced loops around a reduced vectorised one */
  #sums(loops: readonly Loop[]): Statement {
    const [loop, ...inside] = loops;
    if (loop === undefined) return this.#reducedLine();
    return this.#turns(loop, this.#sums(inside), this.#travelled(inside[0] ?? this.#nest.vector));
  }

  /** the vectorised loop over a kept axis; the last vector overlaps the one before instead of reaching beyond the end */
  #line(start: Local<'i32'>, end: Local<'i32'>): Statement {
    const { vector, inner } = this.#nest;
    const { scope } = this.#context;
    const lanesUsed = Math.min(width, vector.length);
    const stride = width * this.#accumulators.length;
    // loops inside move what stays along the axis
    const before = inner.length === 0 ? this.#vectors.hoisted() : seq();
    const statements = this.#cluster.folds.length === 0 ? this.#elements(lanesUsed) : this.#inside(lanesUsed);
    const place = scope.local('i32');
    const back = scope.local('i32');
    if (vector.length <= width) return seq(before, statements, this.#advance(this.#travelled(vector)));
    return seq(
      before,
      set(place, get(start)),
      doWhile(
        seq(
          when(
            i32.gtS(tee(back, i32.sub(i32.add(get(place), i32.const(stride)), get(end))), i32.const(0)),
            seq(
              set(place, i32.sub(get(place), get(back))),
              this.#move(
                vector.steps.map((step) => -step),
                get(back),
              ),
            ),
          ),
          statements,
          this.#advance(vector.steps.map((step) => step * stride)),
        ),
        i32.ltS(tee(place, i32.add(get(place), i32.const(stride))), get(end)),
      ),
    );
  }

  /** reduced loops inside the vectorised one */
  #inside(lanesUsed: number): Statement {
    const { inner } = this.#nest;
    const nested = (loops: readonly Loop[]): Statement => {
      const [loop, ...rest] = loops;
      if (loop === undefined) return this.#groups(lanesUsed);
      const next = rest[0];
      if (next === undefined) return seq(this.#begin('run'), this.#turns(loop, nested([]), []), this.#gatherRun());
      return this.#turns(loop, nested(rest), this.#travelled(next));
    };
    const first = inner[0];
    return seq(
      this.#begin('whole'),
      nested(inner),
      this.#finish(lanesUsed),
      first === undefined ? seq() : this.#advance(this.#travelled(first).map((bytes) => -bytes)),
    );
  }

  /** the vectorised loop over a reduced axis, its last lanes neutral */
  #reducedLine(): Statement {
    const { vector } = this.#nest;
    const full = Math.floor(vector.length / width);
    const tail = vector.length % width;
    const before = this.#vectors.hoisted();
    const stride = vector.steps.map((step) => step * width);
    const whole: Loop = { ...vector, length: full, steps: stride };
    return seq(
      this.#begin('run'),
      before,
      full === 0 ? seq() : this.#turns(whole, this.#elements(width), []),
      tail === 0 ? seq() : seq(this.#elements(tail), this.#advance(vector.steps.map((step) => step * tail))),
      this.#gatherRun(),
    );
  }

  /** all groups of four elements that are worked on at once */
  #groups(count: number): Statement {
    return seq(...this.#accumulators.map((_, group) => this.#elements(count, group)));
  }

  /** a statement for each fold of each group */
  #each(
    write: (fold: Fold, accumulator: Accumulator, index: number, group: number) => readonly Statement[],
  ): Statement {
    return seq(
      ...this.#accumulators.flatMap((group, number) =>
        this.#cluster.folds.flatMap((fold, index) => write(fold, at(group, index), index, number)),
      ),
    );
  }

  #begin(which: keyof Accumulator): Statement {
    return this.#each(({ node, operation }, accumulator) => {
      const { dtype } = at(this.#cluster.nodes, node);
      const { identity } = folds[operation](dtype);
      return accumulator[which].map((local, n) => set(local, part(literal(dtype, identity), n)));
    });
  }

  #gatherRun(): Statement {
    return this.#each(({ node, operation }, { run, whole }) => {
      const { combine } = folds[operation](at(this.#cluster.nodes, node).dtype);
      return whole.map((local, n) => set(local, combine(get(local), get(at(run, n)))));
    });
  }

  /** stores the results of the folds: one element, or as many lanes as are given */
  #finish(lanesUsed?: number): Statement {
    const base = this.#pointers.length - this.#cluster.folds.length;
    return this.#each(({ node, operation }, { whole: locals }, index, group) => {
      const { dtype } = at(this.#cluster.nodes, node);
      const { combine } = folds[operation](dtype);
      const whole = locals.map((local) => get(local));
      const pointer = get(at(this.#pointers, base + index));
      const step = this.#nest.vector.steps[base + index] ?? 0;
      if (lanesUsed !== undefined) return [put(dtype, whole, plus(pointer, group * width * step), step, lanesUsed)];
      const both = whole.length === 1 ? part(whole, 0) : combine(part(whole, 0), part(whole, 1));
      const kind = lanes[dtype === 'bool' ? 'int32' : dtype];
      return [types[dtype].storeLane(pointer, [folded(kind, this.#context.scope, both, combine)], 0)];
    });
  }

  /** four elements of a group: loads, the expression, stores and folds */
  #elements(count: number, group = 0): Statement {
    const { code, values } = this.#vectors.some(count, group);
    const { nodes, folds: sums } = this.#cluster;
    return seq(
      code,
      ...sums.flatMap(({ node, operation }, index) => {
        const { dtype } = at(nodes, node);
        const { combine, identity } = folds[operation](dtype);
        const value = at(values, node);
        const { run, whole } = at(at(this.#accumulators, group), index);
        const target = this.#nest.vector.reduced || this.#nest.inner.length > 0 ? run : whole;
        const lanesHere = this.#nest.vector.reduced ? count : width;
        return target.map((local, n) => {
          const masked = neutral(part(value, n), part(literal(dtype, identity), n), dtype, lanesHere, n);
          return set(local, combine(get(local), masked));
        });
      }),
    );
  }
}

/** the value with the lanes beyond `count` replaced by the identity */
const neutral = (value: Vector, identity: Vector, dtype: Node['dtype'], count: number, n: number): Vector => {
  if (count === width) return value;
  const perLane = dtype === 'float64' ? 2 : 1;
  const kept = Array.from({ length: 4 }, (_, word) => {
    const lane = dtype === 'float64' ? 2 * n + Math.floor(word / perLane) : word;
    return lane < count ? -1 : 0;
  });
  return v128.bitselect(value, identity, i32x4.of(kept[0] ?? 0, kept[1] ?? 0, kept[2] ?? 0, kept[3] ?? 0));
};

const minimum = (a: Code<'i32'>, b: Code<'i32'>, local: Local<'i32'>): Code<'i32'> =>
  select(tee(local, a), b, i32.ltS(get(local), b));
