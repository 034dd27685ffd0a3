/** Augmentation: what is drawn, what is refused, and that a step of training has it in its plan. */
import { describe, expect, it } from 'vitest';
import {
  broadcastTo,
  flip as flipChannels,
  item,
  mean,
  multiply,
  random,
  sign,
  square,
  tensor,
  toArray,
  zeros,
} from '../../src/index.js';
import {
  brightness,
  clip,
  compose,
  contrast,
  cutout,
  flip,
  mixup,
  noise,
  pointwise,
  randomCrop,
  rotate,
  saturation,
  scale,
  shear,
  translate,
} from '../../src/augment/index.js';
import type { Augmentation } from '../../src/augment/index.js';
import { build, flatten, linear } from '../../src/nn/index.js';
import { sgd } from '../../src/optim/index.js';
import { augmented, begin, classification, trainingStep } from '../../src/train/index.js';
import { expectCloseTensors, expectEqualTensors } from '../../src/testing/laws/index.js';

const key = random.key(5);
const pictures = random.uniform(key, [16, 3, 8, 8]);

describe('N11: data augmentation', () => {
  it('a picture with a border is cropped at every place, one as often as the other', () => {
    const marked = broadcastTo(tensor([[[[0, 0, 0], [0, 1, 0], [0, 0, 0]]]]), [900, 1, 3, 3]); // prettier-ignore
    const moved = toArray(randomCrop({ padding: 1 })(key, marked));
    const counts = Array.from({ length: 9 }, (_, i) => moved.filter((x, k) => k % 9 === i && x === 1).length);
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(40);
    expect(counts.reduce((total, count) => total + count)).toBe(900);
  });

  it('a mirror is met as often as said', () => {
    const seen = toArray(flip('horizontal', 0.3)(key, broadcastTo(tensor([[[[0, 1]]]]), [1000, 1, 1, 2])));
    const mirrored = seen.filter((x, k) => k % 2 === 0 && x === 1).length;
    expect(Math.abs(mirrored - 300)).toBeLessThan(60);
  });

  it('a turn and back are one map, which is none; read twice the picture is blurred', () => {
    const [there, back] = [rotate([0.6, 0.6]), rotate([-0.6, -0.6])];
    expectCloseTensors(compose(there, back)(key, pictures), pictures, { tolerance: 1e-5 });
    const twice = back(key, there(key, pictures));
    expect(item(mean(square(twice)))).toBeLessThan(0.8 * item(mean(square(pictures))));
  });

  it('a mask keeps its values and its element type, and has its own outside', () => {
    const masks = tensor([[[1, 2], [3, 4]]], { dtype: 'int32' }); // prettier-ignore
    const right = translate([1, 1]);
    expectEqualTensors(right.masks(key, masks, { outside: -1 }), tensor([[[-1, -1], [-1, 1]]], { dtype: 'int32' })); // prettier-ignore
    const lit = tensor([[[true, false]]]);
    expectEqualTensors(flip('horizontal', 1).masks(key, lit), tensor([[[false, true]]]));
    expectEqualTensors(brightness(1).masks(key, masks), masks);
  });

  it('composition does not depend on brackets', () => {
    const [a, b, c] = [scale(0.2), noise(0.1), cutout(3)] as const;
    expectEqualTensors(compose(compose(a, b), c)(key, pictures), compose(a, compose(b, c))(key, pictures));
    expectEqualTensors(compose()(key, pictures), pictures);
  });

  it('contrast keeps the mean of a channel, saturation the grey', () => {
    const flat = contrast([0, 0])(key, pictures);
    const means = mean(pictures, [2, 3], { keepDimensions: true });
    expectCloseTensors(flat, broadcastTo(means, [16, 3, 8, 8]), { tolerance: 1e-6 });
    const grey = saturation([0, 0])(key, pictures);
    expectCloseTensors(flipChannels(grey, [1]), grey, { tolerance: 1e-6 });
  });

  it.each([0.1, 1, 4])('the shares of mixtures have the moments of Beta(α, α), α = %s', (alpha) => {
    const signs = sign(random.normal(key, [1000, 20]));
    const { images } = mixup(alpha)(key, { images: signs, labels: zeros([1000, 2]) });
    /* (λa + (1 − λ)b)² has the mean λ² + (1 − λ)² over independent signs a and b, and (λa + (1 − λ)b)a the mean λ */
    expect(item(mean(square(images)))).toBeCloseTo(1 / 2 + 1 / (4 * alpha + 2), 1);
    expect(item(mean(multiply(images, signs)))).toBeCloseTo(1 / 2, 1);
  });
});

describe('an objective that sees pictures changed', () => {
  const net = build([1, 2, 2], flatten, { fc: linear(2) });
  const batch = {
    images: tensor([[[[1, 0], [0, 0]]], [[[0, 1], [0, 0]]]]), // prettier-ignore
    labels: tensor([0, 1], { dtype: 'int32' }),
  };
  const losses = (augmentation: Augmentation): readonly number[] => {
    const objective = augmented(classification(net), (drawn, { images, labels }) => ({
      images: augmentation(drawn, images),
      labels,
    }));
    const optimizer = sgd({ rate: 0.5 });
    const step = trainingStep({ objective, optimizer });
    let run = begin(net, optimizer, key);
    return Array.from({ length: 30 }, () => {
      const record = step(run, batch);
      run = record.training;
      return record.loss;
    });
  };

  it('draws anew for each step, and the same for the same key', () => {
    const [plain, noisy, again] = [losses(compose()), losses(noise(1)), losses(noise(1))];
    expect(noisy).toEqual(again);
    expect(plain.slice(1).every((loss, k) => loss < (plain[k] ?? 0))).toBe(true);
    expect(noisy.slice(1).every((loss, k) => loss < (noisy[k] ?? 0))).toBe(false);
  });

  it('learns what the change leaves', () => {
    expect(losses(randomCrop({ padding: 0 })).at(-1)).toBeLessThan(0.1);
    /* a mirror makes the one picture the other */
    expect(losses(flip('horizontal', 0.5)).at(-1)).toBeGreaterThan(0.4);
  });
});

describe('what is refused', () => {
  const refused: readonly (readonly [change: () => unknown, sentence: string])[] = [
    [() => rotate(-1), 'rotate: angle -1 is not a finite number from 0 on'],
    [() => rotate([1, 0]), 'rotate: expected finite low <= high, got low 1 and high 0 for angle'],
    [() => rotate(NaN), 'rotate: angle NaN is not a finite number from 0 on'],
    [() => scale(1), 'scale: a factor from 0 to 2 may be 0 or less'],
    [() => shear({ across: Infinity }), 'shear: across Infinity is not a finite number from 0 on'],
    [() => translate(1, { boundary: 'wrap', value: 1 }), "translate: there is no value beyond boundary 'wrap'"],
    [() => flip('horizontal', 2), 'flip: 2 is not a probability'],
    [() => randomCrop({ padding: 1.5 }), 'randomCrop: padding 1.5 is not a non-negative integer'],
    [() => brightness(-1), 'brightness: amount -1 is not a finite number from 0 on'],
    [() => contrast(2), 'contrast: a factor from -1 to 3 may be negative'],
    [() => noise(NaN), 'noise: deviation NaN is not a finite number from 0 on'],
    [() => clip(1, 0), 'clip: expected low <= high, got low 1 and high 0'],
    [() => cutout(-1), 'cutout: size -1 is not a non-negative integer'],
    [() => cutout(2, { value: NaN }), 'cutout: value NaN is not a number'],
    [() => mixup(-1), 'mixup: alpha -1 is not a finite number from 0 on'],
    [() => mixup(1)(key, { images: zeros([4, 2]), labels: zeros([3, 2]) }), 'mixup: 4 images with 3 labels'],
    [() => saturation(0.5)(key, zeros([2, 1, 4, 4])), 'toGrey: expected [..., 3, height, width], got [1, 4, 4]'],
    [
      // @ts-expect-error one picture is no batch
      () => brightness(1)(key, zeros([1, 4, 4])),
      'augment: expected pictures [examples, channels, height, width], got [1, 4, 4]',
    ],
    [
      () => pointwise((_, picture) => mean(picture, [1, 2]))(key, zeros([2, 1, 4, 4])),
      'pointwise: a picture float32 [1, 4, 4] became float32 [1]',
    ],
    [
      () => flip('vertical').masks(key, zeros([4, 4])),
      'augment: expected masks [examples, ..., height, width], got [4, 4]',
    ],
    [
      () => flip('vertical').masks(key, zeros([1, 4, 4], { dtype: 'int32' }), { outside: 0.5 }),
      'augment: outside 0.5 is not of type int32',
    ],
    // @ts-expect-error no such option
    [() => flip('vertical').masks(key, zeros([1, 4, 4]), { beyond: 1 }), "augment: there is no option 'beyond'"],
    // @ts-expect-error no such option
    [() => cutout(2, { fill: 1 }), "cutout: there is no option 'fill'"],
    // @ts-expect-error no such direction
    [() => flip('across'), "flip: 'across' is neither horizontal nor vertical"],
    // @ts-expect-error no such option
    [() => rotate(1, { mode: 'nearest' }), "rotate: there is no option 'mode'"],
    // @ts-expect-error no such interpolation
    [() => rotate(1, { interpolation: 'bicubic' }), "rotate: interpolation 'bicubic' is none of nearest, bilinear"],
  ];
  it.each(refused)('%s', (change, sentence) => {
    expect(change).toThrow(sentence);
  });
});
