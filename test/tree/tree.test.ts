import { describe, expect, it } from 'vitest';
import { add, tensor, toNested, tree } from '../../src/index.js';
import type { AnyTensor, Tensor } from '../../src/index.js';

const [one, two, three] = [tensor([1]), tensor([2]), tensor([3])];
const nested = { w: one, layers: [two, { scale: three }], nothing: {}, none: [] } as const;
const sum = (a: AnyTensor, b: AnyTensor): AnyTensor => add(a as Tensor<[1]>, b as Tensor<[1]>);

describe('trees', () => {
  it('name their tensors by the way that leads to them', () => {
    expect(tree.named(nested).map(([path]) => path)).toEqual(['w', 'layers.0', 'layers.1.scale']);
    expect(tree.named(one)).toEqual([['', one]]);
    expect(tree.leaves(nested)).toEqual([one, two, three]);
    expect(tree.named([])).toEqual([]);
  });

  it('are taken apart and built again', () => {
    const built = tree.build(nested, tree.leaves(nested));
    expect(built).toEqual(nested);
    expect(built.layers[1].scale).toBe(three);
    expect(tree.build({ a: one, n: 5 }, [two])).toEqual({ a: two, n: 5 });
  });

  it('are mapped, zipped and folded', () => {
    const paths: string[] = [];
    const doubled = tree.map(nested, (x, path) => {
      paths.push(path);
      return sum(x, x);
    });
    expect([toNested(doubled.w), toNested(doubled.layers[1].scale)]).toEqual([[2], [6]]);
    expect(paths).toEqual(['w', 'layers.0', 'layers.1.scale']);
    expect(toNested(tree.zip(nested, doubled, sum).layers[0])).toEqual([6]);
    expect(tree.fold(nested, '', (text, x, path) => `${text}${path}=${String(x)};`)).toBe(
      'w=[1];layers.0=[2];layers.1.scale=[3];',
    );
  });

  it('are zipped by name, in whatever order the names stand', () => {
    const zipped = tree.zip({ a: one, b: two }, { b: three, a: two }, sum);
    expect([toNested(zipped.a), toNested(zipped.b), Object.keys(zipped)]).toEqual([[3], [5], ['a', 'b']]);
  });

  it('leave other values aside when asked to', () => {
    expect(tree.divide({ a: one, rate: 0.5, names: ['x', null] })).toEqual({
      tensors: [['a', one]],
      others: [
        ['rate', 0.5],
        ['names.0', 'x'],
        ['names.1', null],
      ],
    });
  });

  it('keep a name that would hide another', () => {
    const odd = JSON.parse('{"__proto__": 1, "then": 2}') as Record<string, unknown>;
    const filled = { ...Object.fromEntries(Object.keys(odd).map((name) => [name, one])) };
    expect(tree.named(tree.map(filled, (x) => x)).map(([path]) => path)).toEqual(
      tree.named(filled).map(([path]) => path),
    );
  });

  it.each<[string, () => unknown]>([
    ['zip: the trees differ: w, b and w', () => tree.zip({ w: one, b: one }, { w: one }, sum)],
    ['zip: the trees differ: (one tensor) and (nothing)', () => tree.zip(one, [], sum)],
    ['named: a.b is a number, expected a tensor, or an array or record of tensors', () => tree.named({ a: { b: 1 } })],
    ['map: the tree is null, expected a tensor, or an array or record of tensors', () => tree.map(null, () => one)],
    [
      'leaves: d is an object of a class, expected a tensor, or an array or record of tensors',
      () => tree.leaves({ d: new Date() }),
    ],
    ['leaves: 0 is undefined, expected a tensor, or an array or record of tensors', () => tree.leaves([undefined])],
  ])('%s', (sentence, act) => {
    expect(act).toThrow(new TypeError(sentence));
  });
});
