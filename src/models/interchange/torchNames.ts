import { summaryRows, type AnyModel } from '../../nn/index.js';
import type { Shape } from '../../shape/index.js';

/**
 * How PyTorch calls the layers of a network: by attributes (`fc1`; the ResNets of torchvision and of akamaster, the Vision Transformers of timm), by
 * places in a `Sequential` (`classifier.0`; torchvision's AlexNet and VGG), or as torchvision calls those of its Vision Transformers.
 */
export type TorchNaming = 'attributes' | 'places' | 'torchvisionVit';

/**
 * The names of a path of ours in PyTorch: block 0 of a stage is our `first`, block n + 1 our `rest.n`; the running statistics
 * and the last map of an attention have other names.
 */
const attributes = (path: string): string =>
  path
    .replace(/\bfirst\b/, '0')
    .replace(/\brest\.(\d+)/, (_, place: string) => String(Number(place) + 1))
    .replace(/\battn\.out\b/, 'attn.proj')
    .replace(/\bmean$/, 'running_mean')
    .replace(/\bvariance$/, 'running_var');

/** The place of each named layer among those of its outermost name. */
const places = (model: AnyModel): ((path: string) => string) => {
  const rows = summaryRows(model).map(({ path }) => path.split('.'));
  const place = ([outer, ...inner]: readonly string[]): number =>
    rows.filter(([other]) => other === outer).findIndex(([, ...names]) => names.join('.') === inner.join('.'));
  return (path) => {
    const names = path.split('.');
    return names.length < 3 ? path : [names[0], place(names.slice(0, -1)), attributes(names.at(-1) ?? '')].join('.');
  };
};

/** What torchvision calls the parts of a Vision Transformer; the first that fits counts. */
const vitNames: readonly (readonly [ours: RegExp, theirs: string])[] = [
  [/^cls_token$/, 'class_token'],
  [/^pos_embed$/, 'encoder.pos_embedding'],
  [/^patch_embed\.proj\./, 'conv_proj.'],
  [/^blocks\.(\d+)\.norm(\d)\./, 'encoder.layers.encoder_layer_$1.ln_$2.'],
  [/^blocks\.(\d+)\.attn\.qkv\./, 'encoder.layers.encoder_layer_$1.self_attention.in_proj_'],
  [/^blocks\.(\d+)\.attn\.out\./, 'encoder.layers.encoder_layer_$1.self_attention.out_proj.'],
  [/^blocks\.(\d+)\.mlp\.fc1\./, 'encoder.layers.encoder_layer_$1.mlp.0.'],
  [/^blocks\.(\d+)\.mlp\.fc2\./, 'encoder.layers.encoder_layer_$1.mlp.3.'],
  [/^norm\./, 'encoder.ln.'],
  [/^head\./, 'heads.head.'],
];
const torchvisionVit = (path: string): string => {
  const [ours, theirs] = vitNames.find(([pattern]) => pattern.test(path)) ?? [/^/, ''];
  return path.replace(ours, theirs);
};

/** The name in PyTorch of each path of a model, by layout. */
export const namings: { readonly [N in TorchNaming]: (model: AnyModel) => (path: string) => string } = {
  attributes: () => attributes,
  places,
  torchvisionVit: () => torchvisionVit,
};
export const layouts: readonly TorchNaming[] = ['attributes', 'places', 'torchvisionVit'];

/** What PyTorch gives an axis of length 1 in front: the examples of a batch share them. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['cls_token', 3],
  ['pos_embed', 3],
  ['class_token', 3],
  ['encoder.pos_embedding', 3],
]);
export const withRank = (shape: Shape, name: string): Shape => [
  ...Array.from({ length: Math.max(0, (ranks.get(name) ?? 0) - shape.length) }, () => 1),
  ...shape,
];
