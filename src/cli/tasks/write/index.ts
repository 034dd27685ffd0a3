import { splitText, vocabulary, windowCount, windows } from '../../../data/index.js';
import type { Ids, Vocabulary } from '../../../data/index.js';
import { attentionMaps, parameterCount, summary } from '../../../nn/index.js';
import type { Variables } from '../../../nn/index.js';
import { adam, chain, clipByGlobalNorm, oneCycle } from '../../../optim/index.js';
import { foldIn, split } from '../../../random/index.js';
import { fromArray, toArray } from '../../../tensor/literal.js';
import { begin, languageModelling, nats, trainingStep, written } from '../../../train/index.js';
import type { LanguageModel } from '../../../train/index.js';
import { imageGrid } from '../../../viz/index.js';
import { curves } from '../../curves.js';
import { resumed } from '../../keep.js';
import { complete } from '../../learn.js';
import { awaited, given, Refusal } from '../../refusal.js';
import { task } from '../../task.js';
import type { Chapter, Findings } from '../../task.js';
import { networks } from './networks.js';
import type { NetworkName } from './networks.js';
import { pairNats } from './pairs.js';
import { quick as tiny, sources } from './sources.js';
import type { Scale, Source, SourceName } from './sources.js';

/** Trains a language model on a text and lets it write. */
export const write = task<SourceName, NetworkName>(
  {
    about: 'a network that reads a text character by character and goes on writing it',
    data: ['verses', 'text'],
    models: ['lstm', 'gru', 'rnn', 'transformer'],
    flags: ['resume', 'save', 'prompt', 'length', 'temperature'],
  },
  async ({ data, model: name = 'lstm' }, workshop) => {
    const { flags, terminal, engine, quick } = workshop;
    const source: Source = sources[data];
    const full: Scale = quick ? tiny : source.scale;
    const scale = { ...full, batch: flags.batch ?? full.batch, epochs: flags.epochs ?? full.epochs };
    const [drawing, learning, writing] = split(workshop.key, 3);
    const whole = await awaited(source.load({ dir: flags.dir, key: drawing }));
    if (whole.length === 0) throw new Refusal(`--data ${data}: the text is empty`);
    const text = [...whole].slice(0, flags.limit ?? (quick ? 2000 : Infinity)).join('');
    const letters = vocabulary(text);
    const count = letters.characters.length;
    const prompt = flags.prompt ?? text.slice(0, 1);
    const beginning = toArray(given(letters.encode(prompt)));
    const { train, heldOut } = splitText(given(letters.encode(text)));
    const size = Math.max(1, Math.min(32, Math.floor(heldOut.shape[0] / (4 * scale.length))));
    if (heldOut.shape[0] <= scale.length + 1)
      throw new Refusal(`--data ${data}: a text of ${text.length} characters is too short to hold out a tenth`);
    const notes = {
      task: 'write',
      data,
      model: name,
      epochs: String(scale.epochs),
      limit: String(text.length),
      batch: String(scale.batch),
      seed: String(flags.seed ?? 1),
    };

    return networks[name](scale, count, async (network, peak): Promise<Findings> => {
      const options = { length: scale.length, size: scale.batch, key: foldIn(learning, 0) };
      const perEpoch = windowCount(train, options);
      const rate = oneCycle({ peak, steps: Math.max(2, perEpoch * scale.epochs), rise: 0.1 });
      const optimizer = chain(clipByGlobalNorm(1), adam({ rate, beta2: 0.99 }));
      const from = await resumed(begin(network, optimizer, learning), notes, workshop);
      terminal.print(`${name} on ${data}\n\n${summary(network)}\n`);
      terminal.print(
        `text: ${train.shape[0]} characters to learn from, ${heldOut.shape[0]} held out, ${count} different ones`,
      );
      const learned = await complete(
        {
          from,
          step: trainingStep({ objective: languageModelling(network), optimizer, engine }),
          batches: windows(train, options),
          perEpoch,
          epochs: scale.epochs,
          validate: (training) => Promise.resolve({ loss: nats(network, training, heldOut, { size, engine }) }),
          notes,
        },
        workshop,
      );
      const { training } = learned;
      const found = nats(network, training, heldOut, { size, engine });
      const pairs = pairNats(train, heldOut, count);
      const sample = sampled(
        letters,
        written(network, training, beginning, { key: writing, temperature: flags.temperature ?? 0.8, engine }),
        flags.length ?? (quick ? 40 : 500),
      );
      return {
        title: `${name} on ${data}`,
        text: [
          `held out: ${found.toFixed(3)} nats a character (${(found / Math.LN2).toFixed(3)} bits); a table of pairs ${pairs.toFixed(3)}, knowing nothing ${Math.log(count).toFixed(3)}`,
          'it writes:',
          prompt + sample,
        ],
        chapters: [
          ...curves(learned, {
            loss: {
              heading: 'Loss',
              y: 'nats a character',
              text: 'What the next character costs, −log of the probability that the network gave it; the curve of validation is of the text held out.',
            },
          }),
          {
            heading: 'What it writes',
            text: `Each character drawn from what the network expects, at temperature ${flags.temperature ?? 0.8}.`,
            table: { columns: ['text'], rows: (prompt + sample).split('\n').map((line) => [line]) },
          },
          ...attention(network, training, heldOut, letters),
        ],
        result: {
          nats: found,
          pairs,
          parameters: parameterCount(network),
          characters: count,
          data,
          model: name,
          steps: training.step,
          sample,
        },
      };
    });
  },
);

const sampled = ({ decode }: Vocabulary, ids: Iterable<number>, length: number): string => {
  const list: number[] = [];
  for (const id of ids) if (list.push(id) >= length) break;
  return decode(list);
};

/** pictures of what each head of a transformer looks at in the first sequence held out */
const attention = <P, S>(
  network: LanguageModel<number, number, P, S>,
  variables: Variables<P, S>,
  heldOut: Ids,
  { decode }: Vocabulary,
): readonly Chapter[] => {
  const [length] = network.input;
  const ids = toArray(heldOut).slice(0, length);
  const maps = attentionMaps(network, variables, fromArray(ids, [length]));
  if (maps.length === 0) return [];
  const images = maps.flatMap((map, layer) => {
    const [heads] = map.shape;
    const pixels = toArray(map);
    return Array.from({ length: heads }, (_, head) => {
      const own = pixels.subarray(head * length * length, (head + 1) * length * length);
      return {
        pixels: own.map(Math.sqrt),
        channels: 1 as const,
        height: length,
        width: length,
        caption: `layer ${layer + 1}, head ${head + 1}`,
      };
    });
  });
  return [
    {
      heading: 'Attention',
      text: `Row t shows how much each head looks at every character before it, while the network reads “${decode(ids)}”; brighter is more (square root).`,
      file: 'attention.svg',
      svg: imageGrid({ images, title: 'Attention of each head' }),
    },
  ];
};
