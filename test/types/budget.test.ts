import { describe, expect, it } from 'vitest';
import { instantiations, type Compiler } from './budget.js';
import { compileClaims } from './program.js';

const resnet = [224, 112, 56, 28, 14].map((w, stage) => {
  const channels = 64 * 2 ** stage;
  return `claim<Equal<Conv<[${channels}, ${w}, ${w}], [${2 * channels}, ${channels}, 3, 3], { stride: 2; padding: 1 }, 'conv2d'>, [${2 * channels}, ${w / 2}, ${w / 2}]>>();`;
});
const again = Array.from(
  { length: 50 },
  (_, i) => `claim<Equal<Conv<[64, 56, 56], [${i + 1}, 64, 3, 3], { padding: 1 }, 'conv2d'>, [${i + 1}, 56, 56]>>();`,
);

/* Measured, plus a few per cent. A change that needs more has to say why it is worth it. */
const budgets: Readonly<Record<6 | 7, { readonly room: number; readonly fresh: number; readonly again: number }>> = {
  6: { room: 24_200, fresh: 1_450, again: 210 },
  7: { room: 29_900, fresh: 1_450, again: 210 },
};

describe.each<Compiler & keyof typeof budgets>([6, 7])(
  'under TypeScript %i the checker instantiates',
  { timeout: 180_000 },
  (compiler) => {
    const budget = budgets[compiler];
    const count = (claims: readonly string[]) => compileClaims({ index: ['Conv'] }, claims, compiler).instantiations;

    it('the whole room within its budget', () => {
      expect(instantiations(['src/shape/index.ts'], compiler)).toBeLessThanOrEqual(budget.room);
    });

    it('a convolution within its budget, and little for one that it has seen', () => {
      const [base, layers, repeated] = [count([]), count(resnet), count(again)];
      expect((layers - base) / resnet.length).toBeLessThanOrEqual(budget.fresh);
      expect((repeated - base) / again.length).toBeLessThanOrEqual(budget.again);
    });
  },
);
