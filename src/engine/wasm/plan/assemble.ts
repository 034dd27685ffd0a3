/** Units become modules: each distinct kernel a function, and a function that runs all steps on one of several threads. */
import { dtypes } from '../../../tensor/dtype.js';
import { call, code, get, i32, leave, module, range, seq, when } from '../emit/index.js';
import type { Code, Func, Local, MemoryType, Module, Scope } from '../emit/index.js';
import type { Kernel, Operand } from '../kernel.js';
import type { Target } from '../lanes.js';
import { barrier, control } from '../machine/index.js';
import { inputsOf, outputsOf } from './program.js';
import type { KernelUnit, Unit } from './program.js';

/** The units that a module can run. */
export type ModuleUnit = Exclude<Unit, { kind: 'reference' }>;

/** The functions of a module are made for this. */
export interface Setting {
  readonly target: Target;
  readonly memory: MemoryType;
  /** the address of a buffer */
  readonly address: (operand: Operand) => number;
  /** the private memory of the first thread, and its size */
  readonly scratch: { readonly base: number; readonly bytes: number };
}

/** the variables that count the turns of loops, by the number of the loop */
type Turns = ReadonlyMap<number, Local<'i32'>>;

const pointer = ({ address }: Setting, operand: Operand, turns: Turns): Code<'i32'> => {
  const { bytes } = dtypes[operand.dtype];
  return (operand.moves ?? []).reduce<Code<'i32'>>(
    (sum, { loop, stride }) => {
      const turn = turns.get(loop);
      return turn === undefined ? sum : i32.add(sum, i32.mul(get(turn), i32.const(stride * bytes)));
    },
    i32.const(address(operand) + operand.offset * bytes),
  );
};

const func = (to: Module, { target }: Setting, { key, body }: Kernel, operands: number): Func =>
  to.func(
    key,
    Array.from({ length: operands + 3 }, () => 'i32' as const),
    'void',
    (scope, ...parameters) => {
      const [scratch, last, first] = [parameters.at(-1), parameters.at(-2), parameters.at(-3)];
      if (scratch === undefined || first === undefined || last === undefined)
        throw new RangeError('internal: parameters');
      return body({
        module: to,
        target,
        scope,
        pointers: parameters.slice(0, operands),
        from: first,
        to: last,
        scratch,
        status: i32.const(control.status),
        finished: () => seq(),
      });
    },
  );

/** the call of a kernel for the share of one thread */
const share = (
  to: Module,
  setting: Setting,
  { kernel, inputs, outputs }: KernelUnit,
  thread: Local<'i32'>,
  threads: Local<'i32'>,
  turns: Turns,
): Code<'void'> => {
  const operands = [...inputs, ...outputs];
  const made = func(to, setting, kernel, operands.length);
  const { base, bytes } = setting.scratch;
  const invoke = (first: Code<'i32'>, last: Code<'i32'>): Code<'void'> =>
    call(
      made,
      ...operands.map((operand) => pointer(setting, operand, turns)),
      first,
      last,
      i32.add(i32.const(base), i32.mul(get(thread), i32.const(bytes))),
    );
  if (kernel.pieces <= 1) return when(i32.eqz(get(thread)), invoke(i32.const(0), i32.const(1)));
  const cut = (place: Code<'i32'>): Code<'i32'> => i32.divU(i32.mul(place, i32.const(kernel.pieces)), get(threads));
  const [first, last] = [cut(get(thread)), cut(i32.add(get(thread), i32.const(1)))];
  return when(i32.ltU(first, last), invoke(first, last));
};

interface Span {
  readonly from: number;
  readonly to: number;
}

const span = (setting: Setting, operand: Operand): Span => {
  const from = setting.address(operand);
  return { from, to: from + operand.buffer.bytes };
};

const meet = (a: readonly Span[], b: readonly Span[]): boolean =>
  a.some((x) => b.some((y) => x.from < y.to && y.from < x.to));

/** before which steps all threads must have finished what came earlier: where one reads or writes what another has written, or writes what another reads */
const barriers = (setting: Setting, units: readonly Unit[]): readonly boolean[] => {
  let reads: Span[] = [];
  let writes: Span[] = [];
  return units.map((unit) => {
    const from = inputsOf(unit).map((operand) => span(setting, operand));
    const to = outputsOf(unit).map((operand) => span(setting, operand));
    const wait = meet(to, reads) || meet([...from, ...to], writes);
    if (wait) {
      reads = [];
      writes = [];
    }
    reads.push(...from);
    writes.push(...to);
    return wait;
  });
};

/** The bytes of a module that runs some units: `run(thread, threads)` gives 0, or 1 if a thread did not come; `step<n>` runs one of them. */
export const assemble = (units: readonly ModuleUnit[], setting: Setting): Uint8Array<ArrayBuffer> => {
  const made = module(setting.memory);
  const wait = barrier(made, setting.memory);

  const sequence = (scope: Scope, list: readonly Unit[], thread: Local<'i32'>, threads: Local<'i32'>, turns: Turns) => {
    const meeting = barriers(setting, list);
    const meets = (): Code<'void'> => when(call(wait, get(thread), get(threads)), leave(i32.const(1)));
    const one = (unit: Unit): Code<'void'> => {
      if (unit.kind === 'kernel') return share(made, setting, unit, thread, threads, turns);
      if (unit.kind === 'reference') throw new RangeError('internal: a reference rule within a module');
      const turn = scope.local('i32');
      return range(
        turn,
        i32.const(0),
        i32.const(unit.length),
        1,
        seq(sequence(scope, unit.body, thread, threads, new Map([...turns, [unit.id, turn]])), meets()),
      );
    };
    return seq(...list.map((unit, index) => (meeting[index] === true ? seq(meets(), one(unit)) : one(unit))));
  };

  const meeting = barriers(setting, units);
  const steps = units.map((unit, index) => {
    const step = made.func(`step ${index}`, ['i32', 'i32'], 'i32', (scope, thread, threads) =>
      code('i32', [sequence(scope, [unit], thread, threads, new Map()), i32.const(0)]),
    );
    made.expose(`step${index}`, step);
    return step;
  });
  const run = made.func('run', ['i32', 'i32'], 'i32', (_, thread, threads) => {
    const invoke = (func: Func<readonly ['i32', 'i32'], 'i32'>): Code<'void'> =>
      when(call(func, get(thread), get(threads)), leave(i32.const(1)));
    return code('i32', [
      ...steps.flatMap((step, index) => (meeting[index] === true ? [invoke(wait), invoke(step)] : [invoke(step)])),
      i32.const(0),
    ]);
  });
  made.expose('run', run);
  return made.bytes();
};
