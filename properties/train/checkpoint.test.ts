import { map as mapRight } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Checkpoint } from '../../src/train/index.js';
import { dtypes } from '../../src/tensor/dtype.js';
import { constant } from '../../src/tensor/node.js';
import { read } from '../../src/tensor/read.js';
import { map } from '../../src/tree/index.js';
import { prove } from '../law.js';
import { laws, writer } from './checkpoint.js';
import type { LawName, Writer } from './checkpoint.js';
import '../../test/reference.js';

type Run = Checkpoint<unknown, unknown>;

/** runs of which something is lost when they are read */
const losing =
  (lose: (run: Run, like: Run['training']) => Run): Writer =>
  (like) => {
    const format = writer(like);
    return {
      ...format,
      decode: (bytes) =>
        pipe(
          format.decode(bytes),
          mapRight((run) => lose(run, like)),
        ),
    };
  };

/** every number of a run changed */
const numbers = (f: (x: number) => number) =>
  losing(({ training, notes }) => {
    const { params, state, optimizer } = training;
    const each = map({ params, state, optimizer }, (tensor) =>
      constant(tensor, dtypes[tensor.dtype].from([...read(tensor)].map(f))),
    );
    return { training: { ...training, ...each }, notes };
  });

let writes = 0;

const faults: Readonly<Record<LawName, Readonly<Record<string, Writer>>>> = {
  'what is read is what was written, bit for bit': {
    'double precision kept in single': numbers(Math.fround),
    'a zero without its sign': numbers((x) => x + 0),
    'an infinity cut to the largest number': numbers((x) => Math.max(-Number.MAX_VALUE, x)),
    'an optimiser begun anew': losing(({ training, notes }, { optimizer }) => ({
      training: { ...training, optimizer },
      notes,
    })),
    'another key': losing(({ training, notes }, { key }) => ({ training: { ...training, key }, notes })),
    'counters from the start': losing(({ training, notes }) => ({ training: { ...training, epoch: 0 }, notes })),
    'the best variables lost': losing(({ training, notes }) => ({
      training: 'watch' in training ? { ...training, watch: { ...training.watch, best: undefined } } : training,
      notes,
    })),
    'the last variables taken for the best': losing(({ training, notes }) => {
      if (!('watch' in training) || training.watch.best === undefined) return { training, notes };
      const { params, state } = training;
      return { training: { ...training, watch: { ...training.watch, best: { params, state } } }, notes };
    }),
    'an epoch measured from its middle': losing(({ training, notes }) => ({
      training: 'tally' in training ? { ...training, tally: { ...training.tally, sums: {} } } : training,
      notes,
    })),
    'patience from the start': losing(({ training, notes }) => ({
      training: 'watch' in training ? { ...training, watch: { ...training.watch, waited: 0 } } : training,
      notes,
    })),
    'notes lost': losing(({ training }) => ({ training, notes: {} })),
  },
  'a run that was read is written as the same bytes': {
    'a note of when it was written': (like) => {
      const format = writer(like);
      const stamp = () => ({ stamp: String(writes++) });
      return {
        ...format,
        encode: ({ training, notes }) => format.encode({ training, notes: { ...notes, ...stamp() } }),
      };
    },
    'counters from the start': losing(({ training, notes }) => ({ training: { ...training, step: 0 }, notes })),
  },
};

prove(laws, () => ({ 'the library': writer }), faults);
