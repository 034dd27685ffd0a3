/** pullback, from its source. */
import {
  compile,
  conv2d,
  fromArray,
  matmul,
  toArray,
  vjp,
  wasm,
  type AnyTensor,
  type Tensor,
} from '../../src/index.js';
import { bilateral, gaussian, median, nonLocalMeans } from '../../src/image/index.js';
import { floats } from '../inputs.js';
import { outputSide, type Convolution, type ImageFilter, type Work } from '../workloads/index.js';
import { networks } from './networks.js';
import { observe } from './observed.js';
import { serve, type Program } from './serve.js';

type Matrix = Tensor<[number, number]>;
type Images = Tensor<[number, number, number, number]>;

const threads = Number(process.argv[2] ?? 1);
const observed = observe(wasm({ threads }));
const { engine } = observed;

const filters: Readonly<Record<ImageFilter, (image: Matrix) => Matrix>> = {
  gaussian: (image) => gaussian(image, { sigma: 2 }),
  median: (image) => median(image, { size: 5 }),
  bilateral: (image) => bilateral(image, { sigma: 100, tau: 0.1, size: 5 }),
  nonLocalMeans: (image) => nonLocalMeans(image, { h: 0.1 }),
};

const program = (run: () => AnyTensor): Program => ({ run, read: () => toArray(run()), observed });

await serve((work: Work, inputs) => {
  switch (work.kind) {
    case 'matmul': {
      const [a, b] = [
        fromArray(floats(inputs, 'a'), [work.n, work.n]),
        fromArray(floats(inputs, 'b'), [work.n, work.n]),
      ];
      return () => {
        const multiply = compile((x: Matrix, y: Matrix) => matmul(x, y), { engine });
        return program(() => multiply(a, b));
      };
    }
    case 'convolution': {
      const { batch, channels, size, out, kernel, stride, padding } = work;
      const side = outputSide(work);
      const x: Images = fromArray(floats(inputs, 'x'), [batch, channels, size, size]);
      const w: Images = fromArray(floats(inputs, 'w'), [out, channels, kernel, kernel]);
      const g: Images = fromArray(floats(inputs, 'g'), [batch, out, side, side]);
      const convolve = (image: Images, filter: Images): Images => conv2d(image, filter, { stride, padding });
      const parts: Readonly<Record<Convolution['part'], (image: Images, filter: Images, cotangent: Images) => Images>> =
        {
          forward: convolve,
          'input gradient': (image, filter, cotangent) =>
            vjp((free: Images) => convolve(free, filter), image)[1](cotangent),
          'filter gradient': (image, filter, cotangent) =>
            vjp((free: Images) => convolve(image, free), filter)[1](cotangent),
        };
      return () => {
        const run = compile(parts[work.part], { engine });
        return program(() => run(x, w, g));
      };
    }
    case 'image': {
      const x: Matrix = fromArray(floats(inputs, 'x'), [work.size, work.size]);
      return () => {
        const run = compile(filters[work.filter], { engine });
        return program(() => run(x));
      };
    }
    case 'training':
    case 'inference':
      return networks[work.network][work.kind](inputs, observed);
  }
});
