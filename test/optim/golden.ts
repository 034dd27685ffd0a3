import { readFileSync } from 'node:fs';

/** the numbers of a tree, by name */
export type Flat = Readonly<Record<'weight' | 'bias', readonly number[]>>;

interface Golden {
  readonly start: Flat;
  readonly gradients: readonly Flat[];
  readonly runs: Readonly<Record<string, { readonly float64: readonly Flat[]; readonly float32: readonly Flat[] }>>;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../golden/optim/${name}.json`, import.meta.url), 'utf8'));

/** what PyTorch computed; see make.py beside the files */
export const golden = read('optimizers') as Golden;
export const goldenSchedules = read('schedules') as Readonly<Record<string, readonly number[]>>;
