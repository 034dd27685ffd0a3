import { roomOf } from './imports.js';

/** The rooms of `src` from the ground up. A file directly under `src` belongs to the room `entry`. */
export const rooms = [
  'shape',
  'tensor',
  'tree',
  'primitive',
  'ops',
  'transform',
  'random',
  'image',
  'augment',
  'nn',
  'optim',
  'train',
  'data',
  'detection',
  'models',
  'classifiers',
  'viz',
  'testing',
  'engine',
  'node',
  'entry',
  'cli',
] as const;

export type Room = (typeof rooms)[number];

const language: readonly Room[] = ['shape', 'tensor', 'tree', 'primitive', 'ops', 'transform', 'random'];

/** What each room may import, besides itself. Only `entry` and `cli` see both the language and an engine. */
export const allowed: Readonly<Record<Room, readonly Room[]>> = {
  shape: [],
  tensor: ['shape'],
  tree: ['shape', 'tensor'],
  primitive: ['shape', 'tensor', 'tree'],
  ops: ['shape', 'tensor', 'tree', 'primitive'],
  transform: ['shape', 'tensor', 'tree', 'primitive', 'ops'],
  random: ['shape', 'tensor', 'tree', 'primitive', 'ops', 'transform'],
  image: language,
  augment: [...language, 'image'],
  nn: language,
  optim: [...language, 'nn'],
  train: [...language, 'nn', 'optim', 'data'],
  data: ['shape', 'tensor', 'primitive', 'random'],
  detection: [...language, 'nn'],
  models: [...language, 'nn', 'detection'],
  classifiers: [...language, 'nn', 'optim'],
  viz: ['shape'],
  testing: [...language, 'nn', 'optim'],
  engine: ['shape', 'tensor', 'primitive'],
  node: [...language, 'nn', 'optim', 'train', 'data', 'engine'],
  entry: [...language, 'image', 'engine'],
  cli: [...rooms],
};

/** The packages each room may import; `node` stands for the modules of Node, which a browser does not have. */
export const packages: Readonly<Record<Room, readonly string[]>> = {
  shape: [],
  tensor: [],
  tree: [],
  primitive: [],
  ops: [],
  transform: ['fp-ts'],
  random: [],
  image: ['fp-ts'],
  augment: [],
  nn: [],
  optim: [],
  train: ['fp-ts', 'io-ts'],
  data: ['fp-ts', 'io-ts', 'fflate', 'fast-png', 'jpeg-js'],
  detection: [],
  models: ['fp-ts', 'io-ts'],
  classifiers: ['fp-ts'],
  viz: ['d3-scale', 'fast-png'],
  testing: ['fast-check', 'fp-ts', 'vitest'],
  engine: [],
  node: ['fp-ts', 'io-ts', 'fflate', 'node'],
  entry: [],
  cli: ['fp-ts', 'io-ts', 'commander', 'cli-progress', 'node'],
};

/** What the parts of the embedded engine may import, besides themselves, from the ground up. */
export const engineParts: Readonly<Record<string, readonly string[]>> = {
  emit: [],
  lanes: ['emit'],
  kernel: ['outside', 'emit', 'lanes'],
  view: ['outside', 'kernel'],
  kernels: ['outside', 'emit', 'lanes', 'kernel', 'view'],
  machine: ['emit', 'lanes'],
  plan: ['outside', 'emit', 'lanes', 'kernel', 'view', 'kernels', 'machine'],
  entry: ['outside', 'kernel', 'machine', 'plan'],
};

/** The files that are a part by themselves. */
const files: Readonly<Record<string, string>> = { 'lanes.ts': 'lanes', 'kernel.ts': 'kernel', 'view.ts': 'view' };

/** The part that a file belongs to, by its path below `engine/wasm`: by default its folder, or `entry` for a file in no folder. */
export const enginePartOf = (file: string): string =>
  file.startsWith('../') ? 'outside' : (files[file] ?? roomOf(file));
