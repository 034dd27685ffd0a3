import {
  classToken,
  conv2d,
  gelu,
  layerNorm,
  linear,
  multiHeadAttention,
  permute,
  positionEmbedding,
  repeat,
  reshape,
  residual,
  selectFirst,
  sequential,
} from '../../nn/index.js';

/** One block of the encoder: attention, then two linear layers on each row, both added to their input. */
const block = <const H extends number, const M extends number, const D extends number>(heads: H, hidden: M, width: D) =>
  sequential(
    residual(sequential({ norm1: norm }, { attn: multiHeadAttention(heads) })),
    residual(sequential({ norm2: norm }, { mlp: sequential({ fc1: linear(hidden) }, gelu, { fc2: linear(width) }) })),
  );
const norm = layerNorm({ epsilon: 1e-6 });

/** What a Vision Transformer is told. */
export interface VitOptions<P extends number, D extends number, H extends number, M extends number, N extends number> {
  /** The side of a patch, in pixels. */
  readonly patch: P;
  /** The width D of the rows. */
  readonly width: D;
  readonly heads: H;
  /** The width of the hidden layer after each attention. */
  readonly hidden: M;
  readonly depth: number;
  readonly classes: N;
}

/**
 * Vision Transformer: patches as the rows of a sequence, a class token before them, an encoder, a linear head.
 * Shape   [C, H, W] → [classes], through [H·W / patch² + 1, width]
 * Source  Dosovitskiy et al. 2020, figure 1; the names are those of timm
 * @example
 * model([1, 28, 28], vit({ patch: 7, width: 32, heads: 4, hidden: 64, depth: 2, classes: 10 }))
 */
export const vit = <
  const P extends number,
  const D extends number,
  const H extends number,
  const M extends number,
  const N extends number,
>({
  patch,
  width,
  heads,
  hidden,
  depth,
  classes,
}: VitOptions<P, D, H, M, N>) =>
  sequential(
    { patch_embed: sequential({ proj: conv2d({ out: width, kernel: patch, stride: patch }) }) },
    reshape(width, -1),
    permute(1, 0),
    { cls_token: classToken() },
    { pos_embed: positionEmbedding() },
    { blocks: repeat(depth, block(heads, hidden, width)) },
    { norm },
    selectFirst,
    { head: linear(classes) },
  );

/**
 * ViT-B/16, the base size: 12 blocks of width 768 with 12 heads, patches of 16 × 16.
 * Shape       [3, 224, 224] → [classes]
 * Parameters  86,567,656 for [3, 224, 224] and 1000 classes
 * Source      Dosovitskiy et al. 2020, table 1
 * @example
 * model([3, 224, 224], vitB16(1000))
 */
export const vitB16 = <const N extends number>(classes: N) =>
  vit({ patch: 16, width: 768, heads: 12, hidden: 3072, depth: 12, classes });

/**
 * A Vision Transformer for digits: 4 blocks of width 64 with 4 heads, patches of 4 × 4. It learns MNIST with AdamW, a rate of 2e-3 that
 * warms up over a tenth of the steps and falls along a cosine, a weight decay of 0.05, and digits that are shifted, turned and scaled.
 * Shape       [1, 28, 28] → [classes]
 * Parameters  139,018 for [1, 28, 28] and 10 classes
 * Source      Dosovitskiy et al. 2020, figure 1, in small
 * @example
 * model([1, 28, 28], vitDigits(10))
 */
export const vitDigits = <const N extends number>(classes: N) =>
  vit({ patch: 4, width: 64, heads: 4, hidden: 128, depth: 4, classes });
