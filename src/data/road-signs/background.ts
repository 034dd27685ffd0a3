import { usual } from './camera.js';
import { paint } from './canvas.js';
import type { Canvas, Layer } from './canvas.js';
import { box, convex, disk, rotate, translate } from './distance.js';
import type { Distance } from './distance.js';
import { child, draw, pick, uniforms } from './draw.js';
import type { Key } from './draw.js';
import { anyColour, mix } from './paint.js';
import type { Rgb } from './paint.js';

/** Two colours of a surface and how strongly it is mottled. */
type Surface = { readonly near: Rgb; readonly far: Rgb; readonly mottle: number };

const skies: readonly [Surface, ...Surface[]] = [
  { near: [0.75, 0.85, 0.95], far: [0.3, 0.5, 0.85], mottle: 0.08 },
  { near: [0.85, 0.85, 0.87], far: [0.6, 0.62, 0.66], mottle: 0.15 },
  { near: [0.95, 0.7, 0.45], far: [0.4, 0.35, 0.55], mottle: 0.1 },
  { near: [0.3, 0.45, 0.2], far: [0.12, 0.25, 0.1], mottle: 0.35 },
  { near: [0.1, 0.12, 0.2], far: [0.03, 0.04, 0.1], mottle: 0.05 },
];

const grounds: readonly [Surface, ...Surface[]] = [
  { near: [0.35, 0.35, 0.37], far: [0.5, 0.5, 0.5], mottle: 0.12 },
  { near: [0.2, 0.4, 0.12], far: [0.4, 0.5, 0.25], mottle: 0.35 },
  { near: [0.55, 0.25, 0.18], far: [0.65, 0.35, 0.28], mottle: 0.25 },
  { near: [0.9, 0.92, 0.95], far: [0.8, 0.83, 0.9], mottle: 0.08 },
  { near: [0.45, 0.36, 0.25], far: [0.6, 0.5, 0.35], mottle: 0.2 },
];

/** Random values on a coarse grid, interpolated bilinearly between. */
const cloud = (key: Key, scale: number): Distance => {
  const [cells, cell] = [8, 5 * scale];
  const values = uniforms(key, cells * cells);
  return (x, y) => {
    const [i, j] = [Math.floor(x / cell), Math.floor(y / cell)];
    const [fx, fy] = [x / cell - i, y / cell - j];
    const at = (row: number, column: number) => (values[row * cells + column] ?? 0) - 0.5;
    return (
      (at(j, i) * (1 - fx) + at(j, i + 1) * fx) * (1 - fy) + (at(j + 1, i) * (1 - fx) + at(j + 1, i + 1) * fx) * fy
    );
  };
};

const landscape = (key: Key, side: number): Canvas => {
  const [area, scale] = [side * side, side / usual];
  const { horizon, slope } = draw(child(key, 0), { horizon: [2 * scale, 30 * scale], slope: [-0.3, 0.3] });
  const [sky, ground] = [pick(child(key, 1), skies), pick(child(key, 2), grounds)];
  const clouds = cloud(child(key, 3), scale);
  const out = new Float64Array(3 * area);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const height = horizon + slope * (x - side / 2) - y;
      const { near, far, mottle } = height > 0 ? sky : ground;
      const away = height > 0 ? Math.min(height / (20 * scale), 1) : Math.max(1 + height / (20 * scale), 0);
      const shade = 1 + 2 * mottle * clouds(x, y);
      for (let channel = 0; channel < 3; channel++)
        out[channel * area + y * side + x] = ((near[channel] ?? 0) * (1 - away) + (far[channel] ?? 0) * away) * shade;
    }
  return out;
};

const outlines: readonly [Distance, ...Distance[]] = [
  disk(1),
  box(1, 0.6),
  box(0.25, 1.4),
  convex([0, -1], [0.9, 0.6], [-0.9, 0.6]),
  box(0.8, 0.8),
];

/** One thing that stands about: a car, a window, a poster, in any colour. */
const thing = (key: Key, side: number): Layer => {
  const { x, y, size, turn } = draw(child(key, 0), {
    x: [0, side],
    y: [0, side],
    size: [2, 8 * (side / usual)],
    turn: [-0.4, 0.4],
  });
  const outline = rotate(turn, pick(child(key, 1), outlines));
  return {
    shape: translate([x, y], (u, v) => outline(u / size, v / size) * size),
    colour: mix(child(key, 2), anyColour),
  };
};

/** What lies behind the sign: sky over ground, and clutter in front of them. */
export const background = (key: Key, side: number): Canvas => {
  const scale = side / usual;
  const { things } = draw(child(key, 0), { things: [2 * scale, 6 * scale] });
  return paint(
    landscape(child(key, 1), side),
    Array.from({ length: Math.floor(things) }, (_, i) => thing(child(key, 2 + i), side)),
  );
};
