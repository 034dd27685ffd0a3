import * as E from 'fp-ts/lib/Either.js';
import { summaryRows, type AnyModel, type Model, type Variables } from '../nn/index.js';
import { key } from '../random/index.js';
import { sameShape, show, type Shape } from '../shape/index.js';
import type { ArrayData } from '../tensor/array-data.js';
import { dtypes, type DType, type Float } from '../tensor/dtype.js';
import { fromArrayData, toArrayData } from '../tensor/literal.js';
import { build, named } from '../tree/index.js';

/** How PyTorch calls the layers of a network: by attributes (`fc1`), or by places in a `Sequential` (`classifier.0`). */
export type TorchNaming = 'attributes' | 'places';

/**
 * The names of a path of ours in PyTorch: block 0 of a stage is our `first`, block n + 1 our `rest.n`; the running statistics
 * and the last map of an attention have other names.
 */
const attributes = (path: string): string =>
  path
    .replace(/\bfirst\b/, '0')
    .replace(/\brest\.(\d+)/, (_, place: string) => String(Number(place) + 1))
    .replace(/\battn\.out\b/, 'attn.proj')
    .replace(/\bmean$/, 'running_mean')
    .replace(/\bvariance$/, 'running_var');

/** The place of each named layer among those of its outermost name. */
const places = (model: AnyModel): ((path: string) => string) => {
  const rows = summaryRows(model).map(({ path }) => path.split('.'));
  const place = ([outer, ...inner]: readonly string[]): number =>
    rows.filter(([other]) => other === outer).findIndex(([, ...names]) => names.join('.') === inner.join('.'));
  return (path) => {
    const names = path.split('.');
    return names.length < 3 ? path : [names[0], place(names.slice(0, -1)), attributes(names.at(-1) ?? '')].join('.');
  };
};

/** What timm gives an axis of length 1 in front: the examples of a batch share them. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['cls_token', 3],
  ['pos_embed', 3],
]);
const withRank = (shape: Shape, name: string): Shape => [
  ...Array.from({ length: Math.max(0, (ranks.get(name) ?? 0) - shape.length) }, () => 1),
  ...shape,
];

const naming = (model: AnyModel, as: TorchNaming): ((path: string) => string) =>
  as === 'attributes' ? attributes : places(model);

/**
 * The parameters and the state of a model from the tensors of a PyTorch `state_dict`. The names are those of our tree, as
 * torchvision, timm and akamaster/pytorch_resnet_cifar10 have them; floats of the other width are converted,
 * `num_batches_tracked` and the prefix `module.` are ignored.
 * Law     fromTorch(model, toTorch(model, variables)) = right(variables)
 * Errors  "fromTorch: there is no tensor fc.weight", "fromTorch: the model has no place for linear.weight",
 *         "fromTorch: conv1.weight has shape [16, 3, 5, 5], expected [16, 3, 3, 3]",
 *         "fromTorch: conv1.weight is int32, expected float32"
 */
export const fromTorch = <I extends Shape, O extends Shape, P, S, D extends Float, X extends DType>(
  model: Model<I, O, P, S, D, X>,
  tensors: ReadonlyMap<string, ArrayData>,
): E.Either<string, Variables<P, S>> => {
  const prefix = [...tensors.keys()].every((name) => name.startsWith('module.')) ? 'module.' : '';
  const given = new Map(
    [...tensors]
      .filter(([name]) => !name.endsWith('num_batches_tracked'))
      .map(([name, array]) => [name.slice(prefix.length), array]),
  );
  const variables = model.init(key(0));
  const [params, state] = [named(variables.params), named(variables.state)];
  const slots = [...params, ...state];
  const namesOf = (as: TorchNaming): readonly string[] => slots.map(([path]) => naming(model, as)(path));
  const [byAttribute, byPlace] = [namesOf('attributes'), namesOf('places')];
  const hits = (all: readonly string[]): number => all.filter((name) => given.has(name)).length;
  const names = hits(byPlace) > hits(byAttribute) ? byPlace : byAttribute;

  const known = new Set(names);
  const extra = [...given.keys()].find((name) => !known.has(name));
  const found: ArrayData[] = [];
  for (const [index, [, { shape }]] of slots.entries()) {
    const name = names[index] ?? '';
    const array = given.get(name);
    if (array === undefined) return E.left(`fromTorch: there is no tensor ${name}`);
    const expected = withRank(shape, name);
    if (!sameShape(array.shape, expected))
      return E.left(`fromTorch: ${name} has shape ${show(array.shape)}, expected ${show(expected)}`);
    if (!dtypes[array.dtype].float) return E.left(`fromTorch: ${name} is ${array.dtype}, expected ${model.dtype}`);
    found.push({ dtype: model.dtype, shape, data: dtypes[model.dtype].from(array.data) });
  }
  if (extra !== undefined) return E.left(`fromTorch: the model has no place for ${extra}`);
  return E.right(build(variables, found.map(fromArrayData)));
};

/** The tensors of a model under the names of PyTorch: the inverse of {@link fromTorch}. */
export const toTorch = <I extends Shape, O extends Shape, P, S, D extends Float, X extends DType>(
  model: Model<I, O, P, S, D, X>,
  { params, state }: Variables<P, S>,
  as: TorchNaming = 'attributes',
): ReadonlyMap<string, ArrayData> =>
  new Map(
    [...named(params), ...named(state)].map(([path, tensor]) => {
      const name = naming(model, as)(path);
      return [name, { ...toArrayData(tensor), shape: withRank(tensor.shape, name) }];
    }),
  );
