/** The networks, once, for the peers that have none of their own; the names of the weights are PyTorch's. */
import type { NetworkName, Window } from '../workloads/index.js';
import type { Ops } from './ops.js';

/** The logits [..., classes] of a batch; batch norms take the statistics of the batch in training. */
export type Net = <T>(ops: Ops<T>, weight: (name: string) => T, x: T, size: { batch: number; training: boolean }) => T;

const plain: Window = { stride: 1, padding: 0 };
const same: Window = { stride: 1, padding: 1 };

const at = <T>(weight: (name: string) => T, place: string) =>
  [weight(`${place}.weight`), weight(`${place}.bias`)] as const;

const xor: Net = (ops, w, x) => ops.linear(ops.tanh(ops.linear(x, ...at(w, 'fc1'))), ...at(w, 'fc2'));

const mlp: Net = (ops, w, x) => ops.linear(ops.relu(ops.linear(x, ...at(w, 'fc1'))), ...at(w, 'fc2'));

const s1: Net = (ops, w, x) => {
  let y = ops.maxPool(ops.relu(ops.conv(x, ...at(w, 'conv1'), plain)));
  y = ops.flatten(ops.maxPool(ops.relu(ops.conv(y, ...at(w, 'conv2'), plain))));
  y = ops.relu(ops.linear(y, ...at(w, 'fc1')));
  return ops.linear(ops.relu(ops.linear(y, ...at(w, 'fc2'))), ...at(w, 'fc3'));
};

const resnet20: Net = (ops, w, x, { training }) => {
  type T = typeof x;
  const normalised = (y: T, conv: string, norm: string, stride: number): T =>
    ops.batchNorm(
      ops.conv(y, w(`${conv}.weight`), undefined, { stride, padding: 1 }),
      ...at(w, norm),
      training ? undefined : [w(`${norm}.running_mean`), w(`${norm}.running_var`)],
    );
  let y = ops.relu(normalised(x, 'conv1', 'bn1', 1));
  for (const stage of [1, 2, 3])
    for (const block of [0, 1, 2]) {
      const place = `layer${stage}.${block}`;
      const halves = stage > 1 && block === 0;
      const inner = ops.relu(normalised(y, `${place}.conv1`, `${place}.bn1`, halves ? 2 : 1));
      y = ops.relu(ops.add(normalised(inner, `${place}.conv2`, `${place}.bn2`, 1), halves ? ops.halve(y) : y));
    }
  return ops.linear(ops.globalAvgPool(y), ...at(w, 'linear'));
};

const unet: Net = (ops, w, x) => {
  type T = typeof x;
  const double = (y: T, place: string): T => {
    const once = ops.relu(ops.conv(y, ...at(w, `${place}.conv1`), same));
    return ops.relu(ops.conv(once, ...at(w, `${place}.conv2`), same));
  };
  const level = (y: T, place: string, depth: number): T => {
    if (depth === 0) return double(y, place);
    const left = double(y, `${place}.left`);
    const below = level(ops.maxPool(left), `${place}.below`, depth - 1);
    return double(ops.join(left, ops.upsample(below, ...at(w, `${place}.up`))), `${place}.right`);
  };
  return ops.pixels(ops.conv(level(x, 'level1', 4), ...at(w, 'head'), plain));
};

const transformer: Net = (ops, w, x, { batch }) => {
  type T = typeof x;
  const [heads, width, length] = [4, 128, 65];
  const attention = (y: T, place: string): T => {
    const qkv = ops.reshape(ops.linear(y, ...at(w, `${place}.qkv`)), [batch, length, 3, heads, width / heads]);
    const parts = ops.permute(qkv, [2, 0, 3, 1, 4]);
    const [q, k, v] = [ops.at(parts, 0), ops.at(parts, 1), ops.at(parts, 2)];
    const scores = ops.scale(ops.matmul(q, ops.permute(k, [0, 1, 3, 2])), Math.sqrt(heads / width));
    const mixed = ops.permute(ops.matmul(ops.softmax(scores), v), [0, 2, 1, 3]);
    return ops.linear(ops.reshape(mixed, [batch, length, width]), ...at(w, `${place}.proj`));
  };
  const patches = ops.pixels(ops.conv(x, ...at(w, 'patch_embed.proj'), { stride: 4, padding: 0 }));
  // A class token for each example: zeros of the right shape plus the token.
  const first = ops.add(
    ops.scale(ops.reshape(ops.at(ops.permute(patches, [1, 0, 2]), 0), [batch, 1, width]), 0),
    w('cls_token'),
  );
  let y = ops.add(ops.append(first, patches), w('pos_embed'));
  for (const place of ['blocks.0', 'blocks.1']) {
    y = ops.add(y, attention(ops.layerNorm(y, ...at(w, `${place}.norm1`)), `${place}.attn`));
    const hidden = ops.gelu(ops.linear(ops.layerNorm(y, ...at(w, `${place}.norm2`)), ...at(w, `${place}.mlp.fc1`)));
    y = ops.add(y, ops.linear(hidden, ...at(w, `${place}.mlp.fc2`)));
  }
  const token = ops.at(ops.permute(ops.layerNorm(y, ...at(w, 'norm')), [1, 0, 2]), 0);
  return ops.linear(token, ...at(w, 'head'));
};

export const nets: Readonly<Record<NetworkName, Net>> = { xor, mlp, s1, resnet20, unet, transformer };
