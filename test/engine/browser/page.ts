/** What a page does: a program of its own on as many threads as it gets, and a training run with the package's engine; it posts what came out. */
import { fromArray, random, reference, wasm, type Engine } from '../../../src/index.js';
import { control, machine } from '../../../src/engine/wasm/machine/index.js';
import { linear, model, relu, sequential, softmaxCrossEntropy, train } from '../../../src/nn/index.js';
import { sgd } from '../../../src/optim/index.js';
import { startFrom, trainingStep } from '../../../src/train/index.js';
import { neighbours, program, results } from '../threads.js';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const warned: string[] = [];
const warn = (message: string): void => void warned.push(message);

const together = async (threads: number) => {
  const host = machine({ threads, warn });
  host.reserve(control.bytes + 65_536);
  for (let waits = 0; host.threads() < host.wanted && waits < 1000; waits++) await pause(10);
  const ready = host.threads();
  const done = host.run(program(host, neighbours), ready);
  return { wanted: host.wanted, ready, done, words: results(host, ready) };
};

const net = model([784], sequential({ hidden: linear(64) }, relu, { classes: linear(10) }));
const images = random.normal(random.key(1), [32, 784]);
const labels = fromArray(
  Int32Array.from({ length: 32 }, (_, index) => index % 10),
  [32],
);

/** the losses of a few steps, with a pause in which threads may come */
const losses = async (engine: Engine, steps: number): Promise<readonly number[]> => {
  const optimizer = sgd({ rate: 0.1 });
  const variables = net.init(random.key(0));
  const step = trainingStep({
    objective: (now: typeof variables, batch: { images: typeof images; labels: typeof labels }, key) => {
      const [logits, state] = net.forward<[number]>(now, batch.images, train(key));
      return { loss: softmaxCrossEntropy(logits, batch.labels), state, measures: {} };
    },
    optimizer,
    engine,
  });
  let training = startFrom(variables, optimizer, random.key(2));
  const made: number[] = [];
  for (let count = 0; count < steps; count++) {
    const record = step(training, { images, labels });
    training = record.training;
    made.push(record.loss);
    await pause(20);
  }
  return made;
};

const report = async () => ({
  isolated: crossOriginIsolated,
  together: await together(3),
  losses: { wasm: await losses(wasm({ warn }), 20), reference: await losses(reference, 2) },
  warned,
});

declare const crossOriginIsolated: boolean;

export type Report = Awaited<ReturnType<typeof report>>;

const body = await report().catch((error: unknown) => ({ error: String(error) }));
await fetch('/report', { method: 'POST', body: JSON.stringify(body) });
