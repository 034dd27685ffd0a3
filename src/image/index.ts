/** Images: filters, noise, geometry, matching; and what it takes for an operator to be a convolution. An image is [...planes, height, width]. */
export { boundaries, extend } from './boundary.js';
export type { Boundary, BoundaryOptions, Continuation } from './boundary.js';
