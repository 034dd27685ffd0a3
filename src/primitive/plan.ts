/** What an engine is going to do, or has done, for one graph: a list of kernels to read. */

/** One kernel of a plan. */
export interface PlanStep {
  /** its name, such as `convolution+relu` */
  readonly kernel: string;
  /** what it reads, an arrow, and what it writes: `['float32[2, 3]', 'float32[3]', '->', 'float32[2]']` */
  readonly operands: readonly string[];
  /** floating-point operations of one run */
  readonly flops: number;
  /** bytes read and written by one run */
  readonly bytes: number;
  /** how often it runs: more than once inside a loop */
  readonly times: number;
  /** the time of all its runs together, where a clock stood beside it */
  readonly milliseconds?: number;
}

/** All kernels of a graph in the order in which they run, and the memory they need. */
export interface Plan {
  readonly engine: string;
  readonly threads: number;
  readonly steps: readonly PlanStep[];
  /** floating-point operations of the whole */
  readonly flops: number;
  readonly bytes: {
    readonly inputs: number;
    readonly outputs: number;
    /** what the engine's buffers take */
    readonly peak: number;
    /** what is alive at once, at the worst moment: no placement takes less */
    readonly bound: number;
  };
  /** The plan as a table; {@link plan} gives it. */
  toString(): string;
}

/**
 * A plan that prints as a table: a line for each kernel, totals, and where there are times the share of each kernel and its GFLOP/s.
 * @example
 * const step = { kernel: 'add', operands: ['float32[8]', '->', 'float32[8]'], flops: 8, bytes: 64, times: 1 };
 * const bytes = { inputs: 32, outputs: 32, peak: 64, bound: 64 };
 * console.log(String(plan({ engine: 'wasm', threads: 1, steps: [step], flops: 8, bytes })));
 */
export const plan = (data: Omit<Plan, 'toString'>): Plan => ({ ...data, toString: () => table(data) });

const table = ({ engine, threads, steps, flops, bytes }: Omit<Plan, 'toString'>): string => {
  const timed = steps.some(({ milliseconds }) => milliseconds !== undefined);
  const milliseconds = sum(steps.map((step) => step.milliseconds ?? 0));
  const row = (name: string, times: number, work: number, traffic: number, taken: number): readonly string[] => [
    name,
    String(times),
    scaled(work),
    scaled(traffic),
    ...(timed ? [taken.toFixed(3), `${percent(taken, milliseconds)} %`, rate(work, taken)] : []),
  ];
  const cells = [
    ['kernel', 'times', 'flops', 'bytes', ...(timed ? ['ms', 'share', 'GFLOP/s'] : []), 'operands'],
    ...steps.map((step) => [
      ...row(step.kernel, step.times, step.flops * step.times, step.bytes * step.times, step.milliseconds ?? 0),
      step.operands.join(' '),
    ]),
    row(
      'total',
      sum(steps.map(({ times }) => times)),
      flops,
      sum(steps.map((step) => step.bytes * step.times)),
      milliseconds,
    ),
  ];
  return [
    ...aligned(cells),
    `${engine}, ${threads} ${threads === 1 ? 'thread' : 'threads'}: inputs ${scaled(bytes.inputs)}B, outputs ${scaled(bytes.outputs)}B, buffers ${scaled(bytes.peak)}B of at least ${scaled(bytes.bound)}B`,
  ].join('\n');
};

/** names to the left, numbers to the right, and the operands as they come */
const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const numbers = Math.min(...rows.map(({ length }) => length));
  const width = (column: number): number => Math.max(...rows.map((cells) => cells[column]?.length ?? 0));
  const widths = Array.from({ length: numbers }, (_, column) => width(column));
  return rows.map((cells) =>
    cells
      .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  '),
  );
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

const percent = (part: number, whole: number): string => (whole > 0 ? (100 * part) / whole : 0).toFixed(1);

/** GFLOP/s; nothing to tell where nothing was computed, or in no time */
const rate = (flops: number, milliseconds: number): string =>
  flops > 0 && milliseconds > 0 ? (flops / milliseconds / 1e6).toFixed(2) : '-';

/** a count with three digits and a prefix: 1230000 is "1.23 M" */
const scaled = (count: number): string => {
  const [prefix, unit] = prefixes.find(([, least]) => count >= least) ?? (['', 1] as const);
  return unit === 1 ? `${count} ` : `${(count / unit).toPrecision(3)} ${prefix}`;
};
const prefixes = [
  ['T', 1e12],
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
] as const;
