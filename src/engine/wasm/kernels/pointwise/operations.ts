/** The elementwise primitives, each as the instructions for four elements. */
import type { DType } from '../../../../tensor/dtype.js';
import { call, f32x4, f64x2, i32, i32x4, set, shuffle32, v128, get } from '../../emit/index.js';
import type { Code, Func, Module, Scope } from '../../emit/index.js';
import type { Target } from '../../lanes.js';
import { elementary } from '../math/index.js';
import { narrow, part, types, widen } from './parts.js';
import type { Parts, Vector } from './parts.js';

/** Where the instructions go: `hold` keeps a value that is used more than once. */
export interface Emit {
  readonly module: Module;
  readonly target: Target;
  readonly scope: Scope;
  readonly statements: Code<'void'>[];
}

export const hold = ({ scope, statements }: Emit, value: Vector): Vector => {
  const local = scope.local('v128');
  statements.push(set(local, value));
  return get(local);
};

/** The results of an operation on four elements; `dtype` is the element type of the last input, `result` that of the outputs. */
type Rule = (emit: Emit, inputs: readonly Parts[], dtype: DType, result: DType) => readonly Parts[];

type Op1 = (a: Vector) => Vector;
type Op2 = (a: Vector, b: Vector) => Vector;

const input = (inputs: readonly Parts[], n: number): Parts => {
  const parts = inputs[n];
  if (parts === undefined) throw new RangeError(`internal: no input ${n}`);
  return parts;
};

const map1 = (a: Parts, f: Op1): Parts => a.map(f);
const map2 = (a: Parts, b: Parts, f: Op2): Parts => a.map((x, n) => f(x, part(b, n)));

const one =
  (ops: { readonly [D in DType]?: Op1 }): Rule =>
  (_, inputs, dtype) => {
    const op = ops[dtype];
    if (op === undefined) throw new TypeError(`internal: no instruction for ${dtype}`);
    return [map1(input(inputs, 0), op)];
  };

const two =
  (ops: { readonly [D in DType]?: Op2 }): Rule =>
  (_, inputs, dtype) => {
    const op = ops[dtype];
    if (op === undefined) throw new TypeError(`internal: no instruction for ${dtype}`);
    return [map2(input(inputs, 0), input(inputs, 1), op)];
  };

/** masks as 0 and 1 */
const digits: Op1 = (mask) => v128.and(mask, i32x4.const(1));

const relation =
  (ops: { readonly float32: Op2; readonly float64: Op2; readonly int32: Op2 }): Rule =>
  (_, inputs, dtype) => {
    const [a, b] = [input(inputs, 0), input(inputs, 1)];
    switch (dtype) {
      case 'float64': {
        const masks = map2(a, b, ops.float64);
        return [[narrow(part(masks, 0), part(masks, 1))]];
      }
      case 'float32':
        return [map2(a, b, ops.float32)];
      case 'int32':
        return [map2(a, b, ops.int32)];
      case 'bool':
        return [map2(map1(a, digits), map1(b, digits), ops.int32)];
    }
  };

/** an operation on scalars, lane by lane */
const lanewise =
  (f: (a: Code<'i32'>, b: Code<'i32'>) => Code<'i32'>): Rule =>
  (emit, inputs) => {
    const [a, b] = [part(input(inputs, 0), 0), part(input(inputs, 1), 0)];
    let result = i32x4.splat(f(i32x4.extract(a, 0), i32x4.extract(b, 0)));
    for (let lane = 1; lane < 4; lane++)
      result = i32x4.replace(result, lane, f(i32x4.extract(a, lane), i32x4.extract(b, lane)));
    return [[hold(emit, result)]];
  };

/** 0 where the distance is not in 0 … 31 */
const shifted = (shift: (a: Code<'i32'>, by: Code<'i32'>) => Code<'i32'>): Rule =>
  lanewise((a, by) => i32.mul(shift(a, by), i32.leU(by, i32.const(31))));

type Function1 = (module: Module, target: Target) => Func<readonly ['v128'], 'v128'>;
type Function2 = (module: Module, target: Target) => Func<readonly ['v128', 'v128'], 'v128'>;

const function1 =
  (row: { readonly float32: Function1; readonly float64: Function1 }): Rule =>
  ({ module, target }, inputs, dtype) => {
    const func = row[dtype === 'float64' ? 'float64' : 'float32'](module, target);
    return [map1(input(inputs, 0), (x) => call(func, x))];
  };

const function2 =
  (row: { readonly [D in DType]?: Function2 }): Rule =>
  ({ module, target }, inputs, dtype) => {
    const rule = row[dtype];
    if (rule === undefined) throw new TypeError(`internal: no function for ${dtype}`);
    const func = rule(module, target);
    return [map2(input(inputs, 0), input(inputs, 1), (x, y) => call(func, x, y))];
  };

/** 1 with the sign of x where x differs from 0, else x */
const signOf =
  (constant: (x: number) => Vector, less: Op2): Op1 =>
  (x) =>
    v128.bitselect(
      v128.bitselect(x, constant(1), constant(-0)),
      x,
      v128.or(less(x, constant(0)), less(constant(0), x)),
    );

/** the four rotations of one half of the rounds */
const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

/** Threefry-2x32 in 20 rounds, as the reference has it */
const threefry: Rule = (emit, inputs) => {
  const [k0, k1, x0, x1] = [0, 1, 2, 3].map((n) => part(input(inputs, n), 0));
  if (k0 === undefined || k1 === undefined || x0 === undefined || x1 === undefined)
    throw new RangeError('internal: threefry has four inputs');
  const k2 = hold(emit, v128.xor(v128.xor(k0, k1), i32x4.const(0x1bd11bda)));
  const keys = [k0, k1, k2];
  const key = (n: number): Vector => keys[n % 3] ?? k0;
  let a = hold(emit, i32x4.add(x0, k0));
  let b = hold(emit, i32x4.add(x1, k1));
  for (let group = 0; group < 5; group++) {
    for (const turn of rotations[group % 2 === 0 ? 0 : 1]) {
      a = hold(emit, i32x4.add(a, b));
      b = hold(emit, v128.xor(a, v128.or(i32x4.shl(b, i32.const(turn)), i32x4.shrU(b, i32.const(32 - turn)))));
    }
    a = hold(emit, i32x4.add(a, key(group + 1)));
    b = hold(emit, i32x4.add(i32x4.add(b, key(group + 2)), i32x4.const(group + 1)));
  }
  return [[a], [b]];
};

/** conversions, from the outer type to the inner; a number is true where it differs from 0 */
const converted: { readonly [From in DType]: { readonly [To in DType]: (x: Parts) => Parts } } = {
  float32: {
    float32: (x) => x,
    float64: (x) => [
      f64x2.promoteLowF32x4(part(x, 0)),
      f64x2.promoteLowF32x4(shuffle32(part(x, 0), part(x, 0), [2, 3, 2, 3])),
    ],
    int32: (x) => map1(x, i32x4.truncF32x4),
    bool: (x) => map1(x, (v) => f32x4.ne(v, f32x4.const(0))),
  },
  float64: {
    float32: (x) => [shuffle32(f32x4.demoteF64x2Zero(part(x, 0)), f32x4.demoteF64x2Zero(part(x, 1)), [0, 1, 4, 5])],
    float64: (x) => x,
    int32: (x) => [shuffle32(i32x4.truncF64x2Zero(part(x, 0)), i32x4.truncF64x2Zero(part(x, 1)), [0, 1, 4, 5])],
    bool: (x) => [narrow(f64x2.ne(part(x, 0), f64x2.const(0)), f64x2.ne(part(x, 1), f64x2.const(0)))],
  },
  int32: {
    float32: (x) => map1(x, f32x4.convertI32x4),
    float64: (x) => [
      f64x2.convertLowI32x4(part(x, 0)),
      f64x2.convertLowI32x4(shuffle32(part(x, 0), part(x, 0), [2, 3, 2, 3])),
    ],
    int32: (x) => x,
    bool: (x) => map1(x, (v) => i32x4.ne(v, i32x4.const(0))),
  },
  bool: {
    float32: (x) => map1(x, (mask) => v128.and(mask, f32x4.const(1))),
    float64: (x) => widen(part(x, 0)).map((mask) => v128.and(mask, f64x2.const(1))),
    int32: (x) => map1(x, digits),
    bool: (x) => x,
  },
};

/** Four numbers 0 … as an element type. */
export const fromInt32 = (x: Vector, to: DType): Parts => converted.int32[to]([x]);

const isFiniteOf =
  (abs: Op1, less: Op2, infinity: Vector): Op1 =>
  (x) =>
    less(abs(x), infinity);

/** One rule for each elementwise primitive. */
export const operations = {
  add: two({ float32: f32x4.add, float64: f64x2.add, int32: i32x4.add }),
  subtract: two({ float32: f32x4.sub, float64: f64x2.sub, int32: i32x4.sub }),
  multiply: two({ float32: f32x4.mul, float64: f64x2.mul, int32: i32x4.mul }),
  divide: (emit, inputs, dtype, result) =>
    dtype === 'int32'
      ? function2(elementary.divide)(emit, inputs, dtype, result)
      : two({ float32: f32x4.div, float64: f64x2.div })(emit, inputs, dtype, result),
  negate: one({ float32: f32x4.neg, float64: f64x2.neg, int32: i32x4.neg }),
  equal: relation({ float32: f32x4.eq, float64: f64x2.eq, int32: i32x4.eq }),
  notEqual: relation({ float32: f32x4.ne, float64: f64x2.ne, int32: i32x4.ne }),
  less: relation({ float32: f32x4.lt, float64: f64x2.lt, int32: i32x4.ltS }),
  lessEqual: relation({ float32: f32x4.le, float64: f64x2.le, int32: i32x4.leS }),
  greater: relation({ float32: f32x4.gt, float64: f64x2.gt, int32: i32x4.gtS }),
  greaterEqual: relation({ float32: f32x4.ge, float64: f64x2.ge, int32: i32x4.geS }),
  and: two({ int32: v128.and, bool: v128.and }),
  or: two({ int32: v128.or, bool: v128.or }),
  xor: two({ int32: v128.xor, bool: v128.xor }),
  not: one({ bool: v128.not }),
  shiftLeft: shifted(i32.shl),
  shiftRight: shifted(i32.shrU),
  isFinite: (_, inputs, dtype) => {
    const x = input(inputs, 0);
    if (dtype === 'float32') return [map1(x, isFiniteOf(f32x4.abs, f32x4.lt, f32x4.const(Infinity)))];
    const masks = map1(x, isFiniteOf(f64x2.abs, f64x2.lt, f64x2.const(Infinity)));
    return [[narrow(part(masks, 0), part(masks, 1))]];
  },
  select: (_, inputs, dtype) => {
    const condition = input(inputs, 0);
    const masks = dtype === 'float64' ? widen(part(condition, 0)) : condition;
    return [input(inputs, 1).map((x, n) => v128.bitselect(x, part(input(inputs, 2), n), part(masks, n)))];
  },
  maximum: two({ float32: f32x4.max, float64: f64x2.max, int32: i32x4.max }),
  minimum: two({ float32: f32x4.min, float64: f64x2.min, int32: i32x4.min }),
  sign: one({
    float32: signOf(f32x4.const, f32x4.lt),
    float64: signOf(f64x2.const, f64x2.lt),
    int32: (x) => i32x4.sub(i32x4.ltS(x, i32x4.const(0)), i32x4.gtS(x, i32x4.const(0))),
  }),
  abs: one({ float32: f32x4.abs, float64: f64x2.abs, int32: i32x4.abs }),
  floor: one({ float32: f32x4.floor, float64: f64x2.floor }),
  ceil: one({ float32: f32x4.ceil, float64: f64x2.ceil }),
  round: one({ float32: f32x4.nearest, float64: f64x2.nearest }),
  remainder: function2(elementary.remainder),
  sqrt: one({ float32: f32x4.sqrt, float64: f64x2.sqrt }),
  exp: function1(elementary.exp),
  expm1: function1(elementary.expm1),
  log: function1(elementary.log),
  log1p: function1(elementary.log1p),
  rsqrt: function1(elementary.rsqrt),
  sin: function1(elementary.sin),
  cos: function1(elementary.cos),
  tanh: function1(elementary.tanh),
  sigmoid: function1(elementary.sigmoid),
  erf: function1(elementary.erf),
  erfInv: function1(elementary.erfInv),
  power: function2(elementary.power),
  cast: (_, inputs, dtype, result) => [converted[dtype][result](input(inputs, 0))],
  threefry,
} as const satisfies Readonly<Record<string, Rule>>;

/** The name of an elementwise primitive. */
export type PointwiseName = keyof typeof operations;

/** The literal of a type in four lanes. */
export const literal = (dtype: DType, value: number): Parts => types[dtype].literal(value);
