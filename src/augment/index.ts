/** Augmentation: pictures changed at random as pure functions of a key, each picture of a batch by a key of its own. */
export type { Amount } from './amount.js';
export { compose, pointwise } from './augmentation.js';
export type { Augmentation, MaskOptions, Picture, Pictures, Reading } from './augmentation.js';
export { flip, randomCrop, rotate, scale, shear, translate } from './geometric.js';
export type { CropOptions, ShearAmounts } from './geometric.js';
export { mixup } from './mixup.js';
export type { Mixture } from './mixup.js';
export { brightness, clip, contrast, cutout, noise, saturation } from './pointwise.js';
