import { compose, flip, randomCrop, rotate, scale, shear, translate } from '../../../augment/index.js';
import type { Augmentation } from '../../../augment/index.js';
import type { ModelName } from '../../../models/index.js';
import { adam, adamW, chain, clipByGlobalNorm, cosine, oneCycle, sgd, warmUp } from '../../../optim/index.js';
import type { Optimizer } from '../../../optim/index.js';
import type { SourceName } from '../../sources.js';

/** How a network is trained: for how long, on how many images at a time, by which rule, and how the images are changed each time they are seen. */
export interface Recipe {
  /** as the reader is told it */
  readonly about: string;
  readonly epochs: number;
  readonly batch: number;
  readonly optimizer: (steps: number) => Optimizer;
  readonly augmentation: Augmentation;
}

/** Adam, one cycle of the learning rate up to `peak`, gradients no longer than 5. */
const cycle = (peak: number): Pick<Recipe, 'about' | 'optimizer'> => ({
  about: `Adam, one cycle of the rate up to ${peak}`,
  optimizer: (steps) => chain(clipByGlobalNorm(5), adam({ rate: oneCycle({ peak, steps }) })),
});

const asTheyAre = compose();
/** digits lean, and are of all sizes */
const distorted = compose(rotate(0.2), scale(0.12), shear({ across: 0.1 }), translate(2));
const croppedAndMirrored = compose(randomCrop({ padding: 2 }), flip('horizontal'));

const signs: Recipe = { ...cycle(5e-3), epochs: 8, batch: 16, augmentation: asTheyAre };
const digits: Recipe = { ...cycle(4e-3), epochs: 15, batch: 64, augmentation: distorted };
const photographs: Recipe = { ...cycle(3e-3), epochs: 20, batch: 64, augmentation: croppedAndMirrored };
const deep: Recipe = {
  about: 'SGD with Nesterov momentum 0.9 and weight decay 5e-4, one cycle of the rate up to 0.1',
  optimizer: (steps) => sgd({ rate: oneCycle({ peak: 0.1, steps }), momentum: 0.9, nesterov: true, weightDecay: 5e-4 }),
  epochs: 6,
  batch: 64,
  augmentation: croppedAndMirrored,
};

/** attention knows no neighbourhoods at first: it needs a slow start, and to see much */
const attention: Recipe = {
  about: 'AdamW with weight decay 0.05, the rate up to 0.002 over a tenth of the steps, then down along a cosine',
  optimizer: (steps) => {
    const first = Math.ceil(steps / 10);
    const then = cosine({ rate: 2e-3, steps: Math.max(1, steps - first) });
    return adamW({ rate: warmUp({ first: 0, steps: first, then }), weightDecay: 0.05 });
  },
  epochs: 24,
  batch: 64,
  augmentation: distorted,
};

/** How the networks are trained on each source of images unless told otherwise, and those that are trained in a way of their own. */
const usual: {
  readonly [D in SourceName]: { readonly all: Recipe } & { readonly [M in ModelName]?: Recipe };
} = {
  'road-signs': { all: signs },
  digits: { all: { ...signs, epochs: 3 } },
  mnist: { all: digits, vitDigits: attention },
  'cifar-10': {
    all: photographs,
    resnet20: deep,
    resnet32: deep,
    resnet44: deep,
    resnet56: deep,
    plain20: deep,
    plain32: deep,
    plain44: deep,
    plain56: deep,
  },
};

/** Nothing but the usual rule at its usual rate: what others are to be compared with. */
const plain: Recipe = {
  about: 'Adam at 0.001',
  optimizer: () => adam({ rate: 1e-3 }),
  epochs: 10,
  batch: 64,
  augmentation: asTheyAre,
};

/** The linear classifier beside a network. */
export const linear: Recipe = { ...cycle(2e-3), epochs: 5, batch: 32, augmentation: asTheyAre };

/** The recipes, by name. */
export const recipes = {
  usual: (data, model) => usual[data][model] ?? usual[data].all,
  plain: () => plain,
} as const satisfies Readonly<Record<string, (data: SourceName, model: ModelName) => Recipe>>;

export type RecipeName = keyof typeof recipes;

/** The optimiser of a run over so many images. */
export const optimizerFor = ({ optimizer, epochs, batch }: Recipe, images: number): Optimizer =>
  optimizer(Math.max(1, epochs * Math.ceil(images / batch)));
