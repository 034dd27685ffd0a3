import '../reference.js';
import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import * as models from '../../src/models/index.js';
import { namings, withRank } from '../../src/models/interchange/torchNames.js';
import * as nn from '../../src/nn/index.js';
import { isSlot } from '../../src/nn/definition.js';
import { key } from '../../src/random/index.js';
import type { Shape } from '../../src/shape/index.js';
import { tensor, toNested } from '../../src/tensor/literal.js';

const golden = JSON.parse(
  readFileSync(new URL('../golden/models/torchvision.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Readonly<Record<string, Shape>>>>;

/** The paths and shapes of slots; nothing is allocated. */
const slots = (tree: nn.Tree<nn.Slot>, path = ''): readonly (readonly [string, Shape])[] =>
  isSlot(tree)
    ? [[path, tree.shape]]
    : Object.entries(tree).flatMap(([name, child]: readonly [string, nn.Tree<nn.Slot>]) =>
        slots(child, path === '' ? name : `${path}.${name}`),
      );

const image = [3, 224, 224] as const;
const networks: Readonly<Record<string, readonly [nn.AnyModel, models.TorchNaming]>> = {
  alexnet: [nn.model(image, models.alexnetTorchvision(1000)), 'places'],
  vgg16: [nn.model(image, models.vgg16(1000)), 'places'],
  vgg19: [nn.model(image, models.vgg19(1000)), 'places'],
  googlenet: [nn.model(image, models.googlenetTorchvision(1000)), 'attributes'],
  resnet18: [nn.model(image, models.resnet18(1000)), 'attributes'],
  resnet50: [nn.model(image, models.resnet50(1000)), 'attributes'],
  vit_b_16: [nn.model(image, models.vitB16(1000)), 'torchvisionVit'],
};

describe('every tensor has the name and the shape that torchvision gives it', () => {
  it('for every network listed', () => expect(Object.keys(networks)).toEqual(Object.keys(golden)));

  it.each(Object.entries(networks))('%s', (name, [model, naming]) => {
    const { definition, input } = model;
    const found = [...slots(definition.parameters(input)), ...slots(definition.state(input))].map(
      ([path, shape]): readonly [string, Shape] => {
        const theirs = namings[naming](model)(path);
        return [theirs, withRank(shape, theirs)];
      },
    );
    expect(Object.fromEntries(found)).toEqual(golden[name]);
    expect(found).toHaveLength(Object.keys(golden[name] ?? {}).length);
  });
});

describe('layouts', () => {
  it('a Vision Transformer is read from the layout of torchvision as from that of timm', () => {
    const small = nn.model([1, 8, 8], models.vit({ patch: 4, width: 8, heads: 2, hidden: 8, depth: 1, classes: 3 }));
    const start = small.init(key(5));
    for (const naming of ['attributes', 'torchvisionVit'] as const) {
      const back = models.fromTorch(small, models.toTorch(small, start, naming));
      expect(E.isRight(back) && toNested(back.right.params.head.weight)).toEqual(toNested(start.params.head.weight));
    }
  });

  it('a linear layer behind `flatten` is as in PyTorch: images have their channels first there too, so nothing is permuted', () => {
    const net = nn.build([2, 2, 2], nn.flatten, { fc: nn.linear(1) });
    const fc = { dtype: 'float32', shape: [1, 8], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) } as const;
    const read = models.fromTorch(net, new Map([...models.toTorch(net, net.init(key(0))), ['fc.weight', fc]]));
    if (E.isLeft(read)) throw new Error(read.left);
    // torch.nn.Linear on x.flatten(1), with x[c, i, j] = 100 c + 10 i + j: sum of weight[4c + 2i + j] * x[c, i, j]
    const x = tensor([[[0, 1], [10, 11]], [[100, 101], [110, 111]]]); // prettier-ignore
    const bias = toNested(read.right.params.fc.bias)[0] ?? NaN;
    const [y] = net.forward(read.right, x, nn.evaluate);
    expect(toNested(y)[0]).toBeCloseTo(0 + 2 + 30 + 44 + 500 + 606 + 770 + 888 + bias, 2);
  });
});
