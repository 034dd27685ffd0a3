import { parseArgs } from 'node:util';

/** What the program is told. */
export interface Options {
  readonly only: RegExp;
  readonly peers: RegExp;
  readonly rounds: number;
  readonly threads: readonly number[];
  readonly quick: boolean;
  /** milliseconds a workload may take of each runner, over all rounds */
  readonly budget: number;
  /** whether to print where pullback's time goes */
  readonly profile: boolean;
  readonly json: string | undefined;
}

export const help = `npm run bench -- [options]

  --only PATTERN    workloads whose names match, such as "training|matmul 512"
  --peers PATTERN   runners whose names match, such as "pytorch|wasm"; pullback always runs
  --rounds N        how often each runner is asked (5)
  --threads LIST    numbers of threads, for those that can tell (1,2)
  --quick           two rounds of the small workloads
  --budget SECONDS  how long one workload may take in one runner, over all rounds (20)
  --profile         print where pullback's time goes, kernel by kernel
  --json FILE       write everything measured
  --help            this text

Every cell is the median time of a run in milliseconds, and how many times longer that is than pullback on as many threads.`;

const positive = (text: string, option: string): number => {
  const value = Number(text);
  if (value > 0) return value;
  throw new RangeError(`--${option}: expected a positive number, got ${text}`);
};

const count = (text: string, option: string): number => {
  const value = positive(text, option);
  if (Number.isInteger(value)) return value;
  throw new RangeError(`--${option}: expected a whole number, got ${text}`);
};

/** The options of a command line, or undefined when it asks for help. Throws an error that says what is wrong. */
export const readOptions = (args: readonly string[]): Options | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: '' },
      peers: { type: 'string', default: '' },
      rounds: { type: 'string' },
      threads: { type: 'string', default: '1,2' },
      quick: { type: 'boolean', default: false },
      budget: { type: 'string', default: '20' },
      profile: { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    only: new RegExp(values.only),
    peers: new RegExp(values.peers),
    rounds: count(values.rounds ?? (values.quick ? '2' : '5'), 'rounds'),
    threads: values.threads.split(',').map((text) => count(text, 'threads')),
    quick: values.quick,
    budget: positive(values.budget, 'budget') * 1000,
    profile: values.profile,
    json: values.json,
  };
};
