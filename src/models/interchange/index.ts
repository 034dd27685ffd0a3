export { fromTorch, toTorch } from './torch.js';
export type { TorchNaming } from './torch.js';
export * from './torchvision.js';
