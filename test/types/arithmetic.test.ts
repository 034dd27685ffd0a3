import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Compiler } from './budget.js';
import { compileClaims } from './program.js';

const digits = Array.from({ length: 10 }, (_, digit) => digit);
const pairs = digits.flatMap((x) => digits.map((y) => [x, y] as const));
const same = (type: string, value: number | string | boolean): string => `claim<Equal<${type}, ${value}>>();`;
const digit = (type: string, value: number): string => same(type, `'${value}'`);

const tables = [
  ...pairs.flatMap(([x, y]) => [
    digit(`Low['${x}']['${y}']`, (x * y) % 10),
    digit(`High['${x}']['${y}']`, Math.floor((x * y) / 10)),
    ...[0, 1].flatMap((carry) => [
      digit(`Sum['${carry}']['${x}']['${y}']`, (x + y + carry) % 10),
      digit(`Carry['${carry}']['${x}']['${y}']`, Math.floor((x + y + carry) / 10)),
    ]),
  ]),
  ...digits.map((x) => digit(`Nines['${x}']`, 9 - x)),
];

const natural = fc.oneof(
  fc.nat(12),
  fc.nat(300),
  fc.nat(1_000_000),
  fc.constantFrom(10, 99, 100, 999, 1000, 25_088, 150_528, 9_999_999),
);
const operations = fc
  .tuple(natural, natural)
  .map(([a, b]) => [
    same(`Add<${a}, ${b}>`, a + b),
    same(`Sub<${a}, ${b}>`, a < b ? 'never' : a - b),
    same(`Mul<${a}, ${b}>`, a * b),
    same(`Div<${a}, ${b}>`, b === 0 ? 'never' : Math.floor(a / b)),
    same(`Mod<${a}, ${b}>`, b === 0 ? 'never' : a % b),
    same(`Div<${a}, 2>`, Math.floor(a / 2)),
    same(`Max<${a}, ${b}>`, Math.max(a, b)),
    same(`Min<${a}, ${b}>`, Math.min(a, b)),
    same(`Lte<${a}, ${b}>`, a <= b),
  ]);

const unknown = ['Add', 'Sub', 'Mul', 'Div', 'Mod', 'Max', 'Min'].flatMap((operation) => [
  same(`${operation}<number, 3>`, 'number'),
  same(`${operation}<3, number>`, 'number'),
  same(`${operation}<never, 3>`, 'never'),
]);

const imports = {
  digits: ['Low', 'High', 'Sum', 'Carry', 'Nines'],
  arithmetic: ['Add', 'Sub', 'Mul', 'Div', 'Mod', 'Max', 'Min', 'Lte'],
};

describe('arithmetic on types', { timeout: 180_000 }, () => {
  it.each<Compiler>([6, 7])(
    'is the arithmetic of numbers, in its tables and its results, under TypeScript %i',
    (compiler) => {
      const results = fc.sample(operations, { seed: 7, numRuns: 100 }).flat();
      expect(compileClaims(imports, [...tables, ...results, ...unknown], compiler).errors).toEqual([]);
    },
  );
});
