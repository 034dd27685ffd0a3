import { evaluation } from '../../primitive/graph.js';
import type { Engine } from '../../primitive/engine.js';

/** The specification: each primitive by its own value rule, one after the other. Slow; every other engine is compared with it. */
export const reference: Engine = { name: 'reference', compile: evaluation };
