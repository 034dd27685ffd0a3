/** What layers do not see, and what follows for their gradients; and what a stack of them sees. */
import * as fc from 'fast-check';
import * as nn from '../../src/nn/index.js';
import type { Layer, Rule, WindowLayerOptions } from '../../src/nn/index.js';
import { add, conv2d, divide, index, multiply, reshape, sqrt, square, subtract, sum, take } from '../../src/ops/index.js';
import { key } from '../../src/random/index.js';
import type { Shape } from '../../src/shape/index.js';
import { read } from '../../src/tensor/read.js';
import { LawError } from '../../src/testing/laws/index.js';
import { vjp } from '../../src/transform/index.js';
import { equal, int, law, numbers, real, same, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';
