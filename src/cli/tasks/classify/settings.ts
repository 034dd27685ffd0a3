import type { ModelName } from '../../../models/index.js';
import type { Notes } from '../../keep.js';
import { Refusal } from '../../refusal.js';
import { sources } from '../../sources.js';
import type { Source, SourceName } from '../../sources.js';
import type { Choice, Workshop } from '../../task.js';
import { recipes } from './recipe.js';
import type { Recipe, RecipeName } from './recipe.js';

/** What a run does, with nothing left open. */
export interface Settings {
  readonly data: SourceName;
  readonly model: ModelName;
  readonly recipe: Recipe;
  readonly limit: number;
  readonly validation: number;
  readonly testLimit: number;
}

/** small enough for the slowest engine to be done within seconds */
const small = { limit: 96, testLimit: 64 };

const isRecipe = (name: string): name is RecipeName => Object.hasOwn(recipes, name);

/**
 * The settings that flags leave to the source of images and to the recipe.
 * Errors   a `Refusal`: "--recipe: expected one of usual, plain, got "soup""
 */
export const settingsOf = ({ data, model }: Choice<SourceName, ModelName>, { flags, quick }: Workshop): Settings => {
  const source: Source = sources[data];
  const size = quick ? small : source;
  const limit = flags.limit ?? size.limit;
  const name = flags.recipe ?? 'usual';
  if (!isRecipe(name)) throw new Refusal(`--recipe: expected one of ${Object.keys(recipes).join(', ')}, got "${name}"`);
  const network = model ?? source.model;
  const recipe = recipes[name](data, network);
  return {
    data,
    model: network,
    recipe: {
      ...recipe,
      epochs: flags.epochs ?? (quick ? 1 : recipe.epochs),
      batch: flags.batch ?? (quick ? 16 : recipe.batch),
    },
    limit,
    validation: Math.min(1000, Math.ceil(limit / 5)),
    testLimit: flags.testLimit ?? size.testLimit,
  };
};

/** What must be the same for a run to be resumed. */
export const notesOf = ({ data, model, recipe: { epochs, batch }, limit }: Settings, { flags }: Workshop): Notes => ({
  data,
  model,
  epochs: String(epochs),
  limit: String(limit),
  batch: String(batch),
  recipe: flags.recipe ?? 'usual',
  seed: String(flags.seed ?? 1),
});
