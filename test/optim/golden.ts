import { readFileSync } from 'node:fs';

/** the numbers of a tree, by name */
export type Flat = Readonly<Record<'weight' | 'bias', readonly number[]>>;

type Paths<N extends string = string> = Readonly<Record<N, readonly Flat[]>>;

interface Golden {
  readonly start: Flat;
  readonly gradients: readonly Flat[];
  readonly runs: Readonly<Record<string, { readonly float64: readonly Flat[]; readonly float32: readonly Flat[] }>>;
  readonly averages: Paths<'moving' | 'mean'>;
}

interface OptaxGolden {
  readonly runs: Paths;
  readonly averages: Paths<'unbiased'>;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../golden/optim/${name}.json`, import.meta.url), 'utf8'));

/** what PyTorch computed; see make.py beside the files */
export const golden = read('optimizers') as Golden;
/** what Optax computed; see make_optax.py */
export const goldenOptax = read('optax') as OptaxGolden;
export const goldenSchedules = read('schedules') as Readonly<Record<string, readonly number[]>>;
