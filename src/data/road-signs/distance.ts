/**
 * A shape as its signed distance function: negative inside, zero on the edge, positive outside; x points right, y down.
 * Only + − × ÷ √ occur, which IEEE 754 rounds the same way on every machine, so pictures agree to the bit.
 * Source    Quilez, "2D distance functions"; for polygons, the larger of the distances to their edges' lines
 */
export type Distance = (x: number, y: number) => number;

export type Point = readonly [x: number, y: number];

/** The cosine and sine of 2·arctan t, without calling either. */
export const rotation = (t: number): Point => [(1 - t * t) / (1 + t * t), (2 * t) / (1 + t * t)];

export const disk =
  (radius: number, [cx, cy]: Point = [0, 0]): Distance =>
  (x, y) =>
    Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) - radius;

export const box =
  (halfWidth: number, halfHeight: number): Distance =>
  (x, y) =>
    Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);

/** The half-plane to the right of one who walks from `a` to `b` (y points down, so clockwise outlines enclose). */
const rightOf = ([ax, ay]: Point, [bx, by]: Point): Distance => {
  const length = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
  const [nx, ny] = [(by - ay) / length, (ax - bx) / length];
  const offset = nx * ax + ny * ay;
  return (x, y) => nx * x + ny * y - offset;
};

export const union =
  (...shapes: readonly Distance[]): Distance =>
  (x, y) => {
    let nearest = Infinity;
    for (const shape of shapes) nearest = Math.min(nearest, shape(x, y));
    return nearest;
  };

export const intersection =
  (...shapes: readonly Distance[]): Distance =>
  (x, y) => {
    let farthest = -Infinity;
    for (const shape of shapes) farthest = Math.max(farthest, shape(x, y));
    return farthest;
  };

/** The shape whose edge lies `margin` further in. */
export const inset =
  (margin: number, shape: Distance): Distance =>
  (x, y) =>
    shape(x, y) + margin;

export const translate =
  ([dx, dy]: Point, shape: Distance): Distance =>
  (x, y) =>
    shape(x - dx, y - dy);

/** Turned by 2·arctan t, clockwise as one looks at it. */
export const rotate = (t: number, shape: Distance): Distance => turned(rotation(t), shape);

export const turned =
  ([c, s]: Point, shape: Distance): Distance =>
  (x, y) =>
    shape(c * x + s * y, c * y - s * x);

/** A convex polygon through points in clockwise order. */
export const convex = (...points: readonly Point[]): Distance =>
  intersection(...points.map((from, i) => rightOf(from, points[(i + 1) % points.length] ?? from)));

/** All points within `halfWidth` of the line from `a` to `b`. */
const segment = (halfWidth: number, [ax, ay]: Point, [bx, by]: Point): Distance => {
  const [ex, ey] = [bx - ax, by - ay];
  const square = ex * ex + ey * ey || 1;
  return (x, y) => {
    const along = Math.min(Math.max(((x - ax) * ex + (y - ay) * ey) / square, 0), 1);
    const [dx, dy] = [x - ax - along * ex, y - ay - along * ey];
    return Math.sqrt(dx * dx + dy * dy) - halfWidth;
  };
};

/** A pen of the given half width drawn through the points. */
export const stroke = (halfWidth: number, ...points: readonly Point[]): Distance =>
  union(...points.slice(1).map((to, i) => segment(halfWidth, points[i] ?? to, to)));
