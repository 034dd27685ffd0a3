import type { Layer } from './canvas.js';
import { box, disk, rotate, stroke, translate } from './distance.js';
import type { Point } from './distance.js';
import { child, draw, pick } from './draw.js';
import type { Key } from './draw.js';
import { anyColour, mix } from './paint.js';
import type { Pose } from './pose.js';

type Occluder = (key: Key, pose: Pose, side: number) => readonly Layer[];

const nothing: Occluder = () => [];

/** A lamp post or a wire in front of the sign. */
const post: Occluder = (key, { x, y, radius }, side) => {
  const { offset, width, lean, grey } = draw(key, {
    offset: [-0.9, 0.9],
    width: [0.05, 0.16],
    lean: [-0.15, 0.15],
    grey: [0.1, 0.6],
  });
  return [
    {
      shape: translate([x + offset * radius, y], rotate(lean, box(width * radius, 2 * side))),
      colour: [grey, grey, grey],
    },
  ];
};

/** A twig with leaves that reaches in from one side. */
const branch: Occluder = (key, { x, y, radius }) => {
  const {
    hand: way,
    from,
    to,
    tip,
  } = draw(child(key, 0), {
    hand: [-1, 1],
    from: [-1.2, 1.2],
    to: [-0.9, 0.9],
    tip: [0.2, 0.8],
  });
  const hand = way < 0 ? -1 : 1;
  const start: Point = [x + 1.6 * radius * hand, y + from * radius];
  const end: Point = [x + tip * radius * hand, y + to * radius];
  const leaf = (leafKey: Key): Layer => {
    const { along, dx, dy, size } = draw(child(leafKey, 0), {
      along: [0.2, 1],
      dx: [-0.12, 0.12],
      dy: [-0.15, 0.15],
      size: [0.08, 0.2],
    });
    const at: Point = [
      start[0] + (end[0] - start[0]) * along + dx * radius,
      start[1] + (end[1] - start[1]) * along + dy * radius,
    ];
    return {
      shape: disk(size * radius, at),
      colour: mix(child(leafKey, 1), { red: [0.05, 0.35], green: [0.2, 0.5], blue: [0.02, 0.15] }),
    };
  };
  return [
    { shape: stroke(0.05 * radius, start, end), colour: [0.25, 0.18, 0.1] },
    ...[1, 2, 3, 4, 5, 6].map((i) => leaf(child(key, i))),
  ];
};

/** A sticker, a splash of mud or of snow on the sign's face. */
const sticker: Occluder = (key, { x, y, radius }) => {
  const { dx, dy, size, turn } = draw(child(key, 0), {
    dx: [-0.6, 0.6],
    dy: [-0.6, 0.6],
    size: [0.12, 0.26],
    turn: [-0.4, 0.4],
  });
  const outline = pick(child(key, 1), [disk(size * radius), box(size * radius, size * radius * 0.7)]);
  return [
    {
      shape: translate([x + dx * radius, y + dy * radius], rotate(turn, outline)),
      colour: mix(child(key, 2), anyColour),
    },
  ];
};

/** What stands between the camera and the sign, if anything. */
export const occluder: Occluder = (key, pose, side) =>
  pick(child(key, 0), [nothing, nothing, nothing, post, branch, sticker])(child(key, 1), pose, side);
