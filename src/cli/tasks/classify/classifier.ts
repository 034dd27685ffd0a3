import * as E from 'fp-ts/lib/Either.js';
import { models } from '../../../models/index.js';
import type { DynamicModel, ModelName } from '../../../models/index.js';
import type { AnyVariables, Model } from '../../../nn/index.js';
import { ShapeError } from '../../../shape/error.js';
import { show } from '../../../shape/shape.js';
import type { Shape } from '../../../shape/shape.js';

export type Params = AnyVariables['params'];
export type State = AnyVariables['state'];

/** A model that makes one score a class of an image; its names and shapes only the run time knows. */
export type Classifier = Model<Shape, [number], Params, State>;

const isClassifier = (model: DynamicModel): model is DynamicModel & Classifier => model.output.length === 1;

/**
 * The network of a name for images of a shape.
 *
 * Errors   "--model unet: expected one score a class, got [10, 388, 388]"; "--model lenet: conv2: conv2d: kernel 5 is larger than padded input 2"
 */
export const classifier = (name: ModelName, input: Shape, classes: number): E.Either<string, Classifier> => {
  try {
    const model = models[name].build(input, classes);
    return isClassifier(model)
      ? E.right(model)
      : E.left(`--model ${name}: expected one score a class, got ${show(model.output)}`);
  } catch (error) {
    if (error instanceof ShapeError) return E.left(`--model ${name}: ${error.message}`);
    throw error;
  }
};
