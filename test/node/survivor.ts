/** A program that trains, saves and records until it is done or killed: `node survivor.mjs FOLDER`. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { checkpoints, experiment, latest } from '../../src/node/index.js';
import { joinEngine } from '../../src/primitive/engine.js';
import { reference } from '../../src/engine/reference/index.js';
import { adam } from '../../src/optim/index.js';
import { checkpoint, epochs, lineOf } from '../../src/train/index.js';
import { first, points, stepOf } from '../train/line.js';

joinEngine(reference);

const told = async <A>(task: TaskEither<{ readonly message: string }, A>): Promise<A> => {
  const value = await task();
  if (isLeft(value)) throw new Error(value.left.message);
  return value.right;
};

const folder = process.argv[2] ?? '.';
const optimizer = adam({ rate: 0.05 });
const fresh = first(optimizer);
const format = checkpoint(fresh);
const found = await told(latest(folder, format));
const from = found?.checkpoint.training ?? fresh;
const kept = checkpoints(folder, format, { every: { steps: 3 }, keep: 2 });
const { append } = await told(experiment(`${folder}/record.jsonl`, { settings: { seed: 3 }, from }));
const step = stepOf(optimizer);
process.stdout.write(`from ${from.step}\n`);
const course = epochs(from, {
  step,
  batches: () => points,
  epochs: 60,
  validate: ({ params }) => Promise.resolve({ size: params.a.shape.length }),
  best: { highest: ({ size }) => size },
});
let last: { readonly step: number } = from;
for await (const moment of course) {
  await told(append(lineOf(moment)));
  await told(kept.offer({ training: moment.course, notes: {} }));
  if (moment.kind === 'epoch' && moment.record.epoch === 60)
    await told(kept.save({ training: moment.course, notes: { done: 'yes' } }));
  last = moment.course;
}
// outside the loop: a program that was killed between the two has nothing left to do but this
await told(append({ kind: 'end', step: last.step, reason: 'done' }));
