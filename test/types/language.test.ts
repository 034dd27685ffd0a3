import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as p from '../../src/index.js';
import { compile, instantiations as instantiationsOf, type Compiler } from './budget.js';
import { refusals } from './refusals.js';

const root = resolve(import.meta.dirname, '../..');

/** The errors of a program of one line for each refusal, by line. */
const errorsOf = (compiler: Compiler): ReadonlyMap<number, string> => {
  const folder = mkdtempSync(join(tmpdir(), 'pullback-refusals-'));
  try {
    const file = join(folder, 'refusals.mts');
    const imports = `import * as p from '${root}/src/index.js'; import type { Tensor } from '${root}/src/index.js';`;
    const lines = refusals.map(([program], line) => `export const line${line} = ${program};`);
    writeFileSync(file, [`${imports} export type { Tensor };`, ...lines].join('\n'));
    return new Map(
      compile([file], compiler).errors.map((error) => [Number(/\((\d+),\d+\)/.exec(error)?.[1]) - 2, error]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe.each<Compiler>([6, 7])('under TypeScript %i', { timeout: 180_000 }, (compiler) => {
  it('a wrong program is met by its sentence', () => {
    const errors = errorsOf(compiler);
    const unsaid = refusals.flatMap(([program, sentence], line) =>
      (errors.get(line) ?? '').includes(`"${sentence}"`) ? [] : [`${program}: ${errors.get(line) ?? 'compiles'}`],
    );
    expect(unsaid).toEqual([]);
  });
});

/* What the checker instantiates for a room and all below it: measured, plus a few per cent. */
const budgets: Readonly<Record<6 | 7, { readonly ops: number; readonly transform: number; readonly claims: number }>> =
  {
    6: { ops: 64_000, transform: 48_000, claims: 230_000 },
    7: { ops: 77_000, transform: 55_000, claims: 306_000 },
  };

describe.each<Compiler & keyof typeof budgets>([6, 7])('under TypeScript %i', { timeout: 180_000 }, (compiler) => {
  it('results have the types that are claimed of them', () => {
    const { errors, instantiations } = compile(['test/types/ops.ts'], compiler);
    expect(errors).toEqual([]);
    expect(instantiations).toBeLessThanOrEqual(budgets[compiler].claims);
  });

  it.each(['ops', 'transform'] as const)('%s stays within its budget', (room) => {
    expect(instantiationsOf([`src/${room}/index.ts`], compiler)).toBeLessThanOrEqual(budgets[compiler][room]);
  });
});

describe('at run time the same sentence is thrown', () => {
  it.each(refusals)('%s', (program, sentence) => {
    const code = ts.transpile(`const made = ${program};`, { target: ts.ScriptTarget.ES2022 });
    const made = (): unknown => {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the programs of the table, without their types
      const run = new Function('p', `${code} return made;`) as (names: typeof p) => unknown;
      const value = run(p);
      /* a transform makes a function, which is wrong when it is called */
      return typeof value === 'function' ? (value as (x: unknown) => unknown)(argumentOf(program)) : value;
    };
    expect(made).toThrow(expect.objectContaining({ message: sentence }) as Error);
  });
});

const argumentOf = (program: string): p.AnyTensor => (program.includes("'int32'>") ? p.range(3) : p.zeros([3]));
