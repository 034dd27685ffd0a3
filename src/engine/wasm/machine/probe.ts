/** What the platform's WebAssembly can do. */
import { f32x4, i32, module, v128 } from '../emit/index.js';
import { validate } from './webassembly.js';

/** Whether a · b + c has an instruction of its own: the relaxed instructions are understood. */
export const understandsFused = (): boolean => {
  const probe = module({ initial: 1, maximum: 1, shared: false });
  const one = f32x4.const(1);
  probe.func('probe', [], 'void', () => v128.store(i32.const(0), f32x4.relaxedMadd(one, one, one)));
  return validate(probe.bytes());
};
