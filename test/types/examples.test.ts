import { describe, expect, it } from 'vitest';
import { compile, type Compiler } from './budget.js';
import { compileClaims } from './program.js';

describe.each<Compiler>([5, 6, 7])('under TypeScript %i', { timeout: 180_000 }, (compiler) => {
  it('the examples of the shape rules hold', () => {
    expect(compile(['test/types/shape.ts'], compiler).errors).toEqual([]);
  });

  it('a wrong argument is met by the sentence, at the argument', () => {
    const program = [
      'interface T<S extends Shape> { readonly shape: S }',
      'declare const matmul: <A extends Shape, B extends Shape>(a: T<A>, b: Arg<Matmul<A, B>, T<B>>) => void;',
      'declare const [a, b, c]: readonly [T<[2, 3]>, T<[3, 4]>, T<[4, 5]>];',
      'matmul(a, b);',
      'matmul(a, c);',
    ];
    const { errors } = compileClaims({ index: ['Arg', 'Matmul', 'Shape'] }, program, compiler);
    expect(errors).toEqual([
      expect.stringMatching(
        /\(\d+,11\): .*not assignable to parameter of type '"matmul: inner dimensions differ: \[2, 3\] x \[4, 5\] \(3 is not 4\)"'/,
      ),
    ]);
  });
});
