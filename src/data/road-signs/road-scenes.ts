import { background } from './background.js';
import { photograph } from './camera.js';
import { paint, visible } from './canvas.js';
import { signClasses } from './classes.js';
import type { SignClass } from './classes.js';
import { child, draw, wordsOf } from './draw.js';
import type { Key, Range, Seed } from './draw.js';
import { pose } from './pose.js';
import type { Pose } from './pose.js';
import { anyLabel } from './road-sign.js';
import { stand } from './stand.js';

/** What the pictures of several signs are told. */
export type RoadSceneOptions = {
  /** width and height in pixels, a multiple of 4; 96 unless said otherwise */
  readonly side?: number;
  /** how many signs there are at most; 4 unless said otherwise */
  readonly most?: number;
  /** the radii of the signs, in pixels; from 9 to 16 unless said otherwise */
  readonly radius?: Range;
};

/**
 * Pictures of streets with road signs, one after the other, with the truth about each. Where a picture has fewer than `most` signs, the rest of
 * its labels are −1 and the rest of its boxes, centres and radii 0.
 */
export type RoadScenes = {
  /** of one picture */
  readonly shape: readonly [channels: 3, height: number, width: number];
  /** how many places for signs a picture has */
  readonly most: number;
  /** [count, 3, side, side], channel first, multiples of 1/255 from 0 to 1 */
  readonly images: Float32Array;
  /** [count], from 1 to `most` */
  readonly counts: Int32Array;
  /** [count, most], indices into `roadSignClasses` */
  readonly labels: Int32Array;
  /** [count, most, 4]: left, top, right, bottom of the silhouettes; pixel column i is from i to i + 1 */
  readonly boxes: Float32Array;
  /** [count, most, 2]: column and row of the signs' middles; the middle of the first pixel is (0, 0) */
  readonly centres: Float32Array;
  /** [count, most], in pixels */
  readonly radii: Float32Array;
};

/** One sign of a picture. */
type Placed = { readonly key: Key; readonly label: number; readonly kind: SignClass; readonly stance: Pose };

/** two signs may share a sixth of the way between them */
const apart = (a: Pose, b: Pose): boolean => {
  const [dx, dy, reach] = [a.x - b.x, a.y - b.y, (5 / 6) * (a.radius + b.radius)];
  return dx * dx + dy * dy >= reach * reach;
};

/** how often a place is looked for before a sign is left out */
const attempts = 16;

/** a pose within the picture that is apart from those taken, if one is found */
const free = (key: Key, side: number, radius: Range, taken: readonly Placed[]): Pose | undefined => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const own = child(key, attempt);
    const { r } = draw(child(own, 0), { r: radius });
    const inside: Range = [r, side - 1 - r];
    const stance = pose(child(own, 1), { x: inside, y: inside, radius: [r, r] });
    if (taken.every((other) => apart(stance, other.stance))) return stance;
  }
  return undefined;
};

/** the signs of a picture, the highest first: what stands lower stands nearer, before the poles of the others */
const placed = (key: Key, side: number, most: number, radius: Range): readonly Placed[] => {
  const { wanted } = draw(child(key, 0), { wanted: [1, most + 1] });
  const signs: Placed[] = [];
  for (let j = 0; j < Math.floor(wanted); j++) {
    const own = child(child(key, 1), j);
    const label = anyLabel(child(own, 0));
    const [kind, stance] = [signClasses[label], free(child(own, 1), side, radius, signs)];
    if (kind !== undefined && stance !== undefined) signs.push({ key: own, label, kind, stance });
  }
  return signs.sort((a, b) => a.stance.y - b.stance.y);
};

/** left, top, right and bottom of the marked pixels */
const bounds = (mask: Uint8Array, side: number): readonly [number, number, number, number] => {
  let [left, top, right, bottom] = [side, side, 0, 0];
  mask.forEach((on, pixel) => {
    if (on === 0) return;
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  });
  return [left, top, right, bottom];
};

const isWhole = (n: number, least: number): boolean => Number.isSafeInteger(n) && n >= least;

/**
 * `count` pictures of streets with 1 to `most` road signs of different sizes, which hardly overlap, with their truth. As of `roadSigns`, picture i
 * depends on the seed and on i alone, and the same seed gives the same bits on every machine.
 * Shape     images [count, 3, side, side], counts [count], labels [count, most], boxes [count, most, 4], centres [count, most, 2], radii [count, most]
 * Errors    "roadScenes: the count must be a whole number, 0 or more; it is -1", "roadScenes: the side must be a multiple of 4; it is 30",
 *           "roadScenes: there is no room for a radius from 20 to 60 in 96 pixels", "roadScenes: most must be a whole number, 1 or more; it is 0"
 * Cost      about eight milliseconds a picture of 96 pixels
 * @example  roadScenes([0, 7], 3).shape   // [3, 96, 96]
 */
export const roadScenes = (seed: Seed, count: number, options: RoadSceneOptions = {}): RoadScenes => {
  const { side = 96, most = 4, radius = [9, 16] } = options;
  if (!isWhole(count, 0))
    throw new RangeError(`roadScenes: the count must be a whole number, 0 or more; it is ${count}`);
  if (!isWhole(side, 4) || side % 4 !== 0)
    throw new RangeError(`roadScenes: the side must be a multiple of 4; it is ${side}`);
  if (!isWhole(most, 1)) throw new RangeError(`roadScenes: most must be a whole number, 1 or more; it is ${most}`);
  const [least, greatest] = radius;
  if (!(least > 0 && least <= greatest && 2 * greatest <= side - 1))
    throw new RangeError(`roadScenes: there is no room for a radius from ${least} to ${greatest} in ${side} pixels`);
  const area = side * side;
  const out: RoadScenes = {
    shape: [3, side, side],
    most,
    images: new Float32Array(count * 3 * area),
    counts: new Int32Array(count),
    labels: new Int32Array(count * most).fill(-1),
    boxes: new Float32Array(count * most * 4),
    centres: new Float32Array(count * most * 2),
    radii: new Float32Array(count * most),
  };
  for (let i = 0; i < count; i++) {
    const key = child(wordsOf(seed), i);
    const signs = placed(child(key, 0), side, most, radius);
    let scene = background(child(key, 1), side);
    out.counts[i] = signs.length;
    signs.forEach(({ key: own, label, kind, stance }, j) => {
      const { sign, cover, outline } = stand(own, kind, stance, side);
      scene = paint(scene, [...sign, ...cover]);
      const at = i * most + j;
      out.labels[at] = label;
      out.boxes.set(bounds(visible(side, outline, []), side), 4 * at);
      out.centres.set([stance.x, stance.y], 2 * at);
      out.radii[at] = stance.radius;
    });
    out.images.set(photograph(child(key, 2), scene), i * 3 * area);
  }
  return out;
};
