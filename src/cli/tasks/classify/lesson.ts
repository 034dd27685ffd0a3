import type { Dataset } from '../../../data/index.js';
import type { Shape } from '../../../shape/shape.js';
import type { Key } from '../../../random/index.js';
import { augmented, classification, inOrder, shuffled, trainingStep } from '../../../train/index.js';
import type { Batch, Evaluator, Training } from '../../../train/index.js';
import type { Lesson } from '../../learn.js';
import type { Workshop } from '../../task.js';
import type { Classifier, Params, State } from './classifier.js';
import { optimizerFor } from './recipe.js';
import type { Recipe } from './recipe.js';

/** images judged at a time */
export const judged = 100;

/** Images to learn from and to watch, with what the order in which they come is drawn from. */
export interface Images {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly order: Key;
}

/** What a classifier is to learn. */
export const lessonFor = (
  model: Classifier,
  from: Training<Params, State>,
  judge: Evaluator<Shape, Params, State>,
  { train, validation, order }: Images,
  recipe: Recipe,
  { engine }: Workshop,
): Lesson<Params, State, Batch, 'accuracy'> => {
  const { epochs, batch, augmentation } = recipe;
  const count = train.labels.length;
  const objective = augmented(classification(model), (key, { images, labels }) => ({
    images: augmentation(key, images),
    labels,
  }));
  return {
    from,
    step: trainingStep({ objective, optimizer: optimizerFor(recipe, count), engine }),
    batches: shuffled(train, { size: batch, key: order }),
    perEpoch: Math.ceil(count / batch),
    epochs,
    validate: async (training) => {
      const { loss, accuracy } = await judge(training, inOrder(validation, judged));
      return { loss, accuracy };
    },
  };
};
