export { at, setAt, updateAt } from './path.js';
export type { At, ParamsPath, Put } from './path.js';
export { chosen, groups, matching, updateChosen } from './choice.js';
export type { Choice } from './choice.js';
export { frozen } from './frozen.js';
export { tied } from './tied.js';
export type { Tied, Use } from './tied.js';
