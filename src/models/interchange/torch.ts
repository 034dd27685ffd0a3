import * as E from 'fp-ts/lib/Either.js';
import type { Model, Variables } from '../../nn/index.js';
import { key } from '../../random/index.js';
import { sameShape, show, type Shape } from '../../shape/index.js';
import type { ArrayData } from '../../tensor/array-data.js';
import { dtypes, type DType, type Float } from '../../tensor/dtype.js';
import { fromArrayData, toArrayData } from '../../tensor/literal.js';
import { build, named } from '../../tree/index.js';
import { layouts, namings, withRank, type TorchNaming } from './torchNames.js';

export type { TorchNaming } from './torchNames.js';

/**
 * The parameters and the state of a model from the tensors of a PyTorch `state_dict`. The names are those of our tree, as
 * torchvision, timm and akamaster/pytorch_resnet_cifar10 have them, in whichever layout most of them are found; floats of the other width are converted,
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
  const hits = (all: readonly string[]): number => all.filter((name) => given.has(name)).length;
  const names = layouts
    .map((layout) => slots.map(([path]) => namings[layout](model)(path)))
    .reduce((best, other) => (hits(other) > hits(best) ? other : best));

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
): ReadonlyMap<string, ArrayData> => {
  const nameOf = namings[as](model);
  return new Map(
    [...named(params), ...named(state)].map(([path, tensor]) => {
      const name = nameOf(path);
      return [name, { ...toArrayData(tensor), shape: withRank(tensor.shape, name) }];
    }),
  );
};
