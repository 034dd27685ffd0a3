import { layer, model, type AnyLayer, type AnyVariables, type Layer, type Model, type Pure } from '../nn/index.js';
import type { Shape } from '../shape/index.js';

/** A model whose names and shapes only the run time knows. */
export type DynamicModel = Model<Shape, Shape, AnyVariables['params'], AnyVariables['state']>;

interface Dynamic extends Pure {
  readonly Out: Shape;
  readonly Params: AnyVariables['params'];
  readonly State: AnyVariables['state'];
}

/** A network at an input shape that only the run time knows. */
export const dynamicModel = (input: Shape, { definition }: AnyLayer): DynamicModel =>
  model<Shape, Layer<Dynamic>>(input, layer(definition));
