/** What a compiled function tells of its plan, whatever engine makes it. */
import { describe, expect, it } from 'vitest';
import { add, compile, multiply, plan, reference, sum, tensor } from '../../src/index.js';
import type { Engine, PlanStep, Tensor } from '../../src/index.js';

const bytes = { inputs: 1234, outputs: 0, peak: 13_000_000, bound: 12_000_000 };
const matmul: PlanStep = {
  kernel: 'matmul+relu',
  operands: ['float32[64, 784]', 'float32[784, 128]', '->', 'float32[64, 128]'],
  flops: 12_845_056,
  bytes: 634_880,
  times: 2,
};
const scatter: PlanStep = { kernel: 'scatter', operands: ['int32[3]', '->', 'bool[3]'], flops: 0, bytes: 15, times: 1 };

/** one kernel for each application; its clock always says 2 ms */
const verbose = (log: string[]): Engine => ({
  name: 'verbose',
  compile: (graph) => {
    log.push('compile');
    const run = reference.compile(graph);
    const steps = graph.applications.map(({ operation, inputs, outputs }) => ({
      kernel: operation.name,
      operands: [...inputs, '->', ...outputs].map((end) =>
        typeof end === 'string' ? end : `${end.dtype}[${end.shape.join(', ')}]`,
      ),
      flops: 3,
      bytes: 24,
      times: 1,
    }));
    const data = { engine: 'verbose', threads: 1, steps, flops: 3 * steps.length, bytes };
    return Object.assign(
      (...inputs: Parameters<typeof run>) => {
        log.push('run');
        return run(...inputs);
      },
      {
        plan: plan(data),
        profile: (inputs: Parameters<typeof run>[0]) => {
          log.push(`profile ${inputs.map(({ data }) => data.join()).join(' ')}`);
          return plan({ ...data, steps: steps.map((step) => ({ ...step, milliseconds: 2 })) });
        },
      },
    );
  },
});

describe('a compiled function', () => {
  const x = tensor([1, 2, 3]);
  const f = (y: Tensor<[3]>, by: number): Tensor<[]> => sum(by > 2 ? y : multiply(add(y, x), y));

  it('tells the plan of its arguments without running it', () => {
    const log: string[] = [];
    const compiled = compile(f, { engine: verbose(log) });
    const told = compiled.plan(x, 2);
    expect(told?.steps.map(({ kernel }) => kernel)).toEqual(['add', 'multiply', 'sum']);
    expect(log).toEqual(['compile']);
    compiled(x, 2);
    expect(log).toEqual(['compile', 'run']);
    expect(compiled.plan(x, 2)).toBe(told);
    compiled.plan(x, 3);
    expect(log).toEqual(['compile', 'run', 'compile']);
  });

  it('runs once with a clock, on the numbers of its arguments', () => {
    const log: string[] = [];
    const { steps } = compile(f, { engine: verbose(log) }).profile(add(x, x), 2);
    expect(steps.map(({ milliseconds }) => milliseconds)).toEqual([2, 2, 2]);
    expect(log.at(-1)).toBe('profile 2,4,6');
  });

  it('has nothing to tell where the engine tells nothing', () => {
    const compiled = compile(f, { engine: reference });
    expect(compiled.plan(x, 2)).toBeUndefined();
    expect(() => compiled.profile(x, 2)).toThrow(
      new Error('profile: the engine reference has no clock on its kernels'),
    );
  });
});

describe('a plan', () => {
  it('prints as a table with totals', () => {
    const told = plan({ engine: 'wasm', threads: 2, steps: [matmul, scatter], flops: 25_690_112, bytes });
    expect(String(told).split('\n')).toEqual([
      'kernel       times   flops   bytes  operands',
      'matmul+relu      2  25.7 M  1.27 M  float32[64, 784] float32[784, 128] -> float32[64, 128]',
      'scatter          1      0      15   int32[3] -> bool[3]',
      'total            3  25.7 M  1.27 M',
      'wasm, 2 threads: inputs 1.23 kB, outputs 0 B, buffers 13.0 MB of at least 12.0 MB',
    ]);
  });

  it('prints shares and GFLOP/s where there are times', () => {
    const steps = [
      { ...matmul, milliseconds: 0.75 },
      { ...scatter, milliseconds: 0.25 },
    ];
    const told = plan({ engine: 'wasm', threads: 1, steps, flops: 25_690_112, bytes });
    expect(String(told).split('\n').slice(0, 4)).toEqual([
      'kernel       times   flops   bytes     ms    share  GFLOP/s  operands',
      'matmul+relu      2  25.7 M  1.27 M  0.750   75.0 %    34.25  float32[64, 784] float32[784, 128] -> float32[64, 128]',
      'scatter          1      0      15   0.250   25.0 %        -  int32[3] -> bool[3]',
      'total            3  25.7 M  1.27 M  1.000  100.0 %    25.69',
    ]);
  });

  it('prints when it is empty', () => {
    const lines = String(plan({ engine: 'wasm', threads: 1, steps: [], flops: 0, bytes })).split('\n');
    expect(lines.slice(0, 2)).toEqual(['kernel  times  flops  bytes  operands', 'total       0     0      0 ']);
  });

  it('is plain data', () => {
    const data = { engine: 'wasm', threads: 1, steps: [matmul], flops: 1, bytes };
    expect(JSON.parse(JSON.stringify(plan(data)))).toEqual(data);
  });
});
