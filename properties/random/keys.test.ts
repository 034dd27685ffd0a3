import { key } from '../../src/random/index.js';
import { read } from '../../src/tensor/read.js';
import { prove } from '../law.js';
import { laws, source } from './keys.js';
import type { LawName, Source } from './keys.js';
import '../../test/reference.js';

const { split, foldIn, draw } = source;
const faulty = (change: Partial<Source>): Source => ({ ...source, ...change });

let calls = 0;

/** numbers that have a part in common, whatever the key */
const shared: Source['draw'] = (k, n) => {
  const common = draw(key(0), n);
  return draw(k, n).map((x, i) => x + (common[i] ?? 0));
};

const faults: Readonly<Record<LawName, Readonly<Record<string, Source>>>> = {
  'the same key gives the same numbers, and the beginning of a longer draw': {
    'a draw that counts its calls': faulty({ draw: (k, n) => draw(k, n).map((x) => x + calls++) }),
    'a draw from its end': faulty({ draw: (k, n) => [...draw(k, n)].reverse() }),
  },
  'keys split from a key differ from each other and from it, whatever their number': {
    'the parent among its children': faulty({ split: (k, n) => [k, ...split(k, n)].slice(0, n) }),
    'one key for all': faulty({ split: (k, n) => Array.from({ length: n }, () => foldIn(k, 0)) }),
    'keys that depend on their number': faulty({ split: (k, n) => split(foldIn(k, n), n) }),
  },
  'numbers folded into a key give keys that differ': {
    'the number 0 leaves the key': faulty({ foldIn: (k, n) => (n === 0 ? k : foldIn(k, n)) }),
    'the last bit is not seen': faulty({ foldIn: (k, n) => foldIn(k, n - (n % 2)) }),
    'the first bits are not seen': faulty({ foldIn: (k, n) => foldIn(k, n % 2 ** 20) }),
  },
  'the streams of split keys are uncorrelated, with themselves and each other': {
    'streams with a part in common': faulty({ draw: shared }),
    'one stream for all, begun at one place or the next': faulty({
      draw: (k, n) => draw(key(0), n + ((read(k)[0] ?? 0) % 2) + 1).slice(-n),
    }),
    'each number twice': faulty({
      draw: (k, n) =>
        draw(k, n)
          .flatMap((x) => [x, x])
          .slice(0, n),
    }),
  },
  'the streams of a key and of what is folded into it are uncorrelated': {
    'streams with a part in common': faulty({ draw: shared }),
  },
  'the streams of neighbouring seeds are uncorrelated': {
    'a seed without its first bits': faulty({ draw: (k, n) => draw(key(Math.abs(read(k)[1] ?? 0) % 1024), n) }),
  },
};

prove(laws, () => ({ 'the library': source }), faults);
