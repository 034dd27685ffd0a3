import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, folder } from './cli.js';

const nowhere = join(folder(), 'report');
const [absent, damaged] = [join(folder(), 'absent.safetensors'), join(folder(), 'damaged.safetensors')];
writeFileSync(damaged, 'no safetensors');

/** the words, and how the one sentence begins that the program answers */
const cases: readonly (readonly [words: string, sentence: string])[] = [
  ['--no-such-flag', "unknown option '--no-such-flag'"],
  ['road-signs', 'too many arguments. Expected 0 arguments but got 1'],
  ['--epochs', "option '--epochs <n>' argument missing"],
  ['--epochs many', '--epochs: expected a whole number from 0, got "many"'],
  ['--epochs -1', '--epochs: expected a whole number from 0, got "-1"'],
  ['--batch 0', '--batch: expected a whole number from 1, got "0"'],
  ['--limit 1e3', '--limit: expected a whole number from 1, got "1e3"'],
  ['--test-limit 2.5', '--test-limit: expected a whole number from 1, got "2.5"'],
  ['--seed 99999999999999999999', '--seed: expected a whole number from 0, got "99999999999999999999"'],
  ['--data imagenet', '--data: expected one of road-signs, digits, mnist, cifar-10, got "imagenet"'],
  ['--model transformer', '--model: expected one of s1, softmax, lenet,'],
  ['--task dance', '--task: expected one of classify, '],
  ['--prompt a', '--prompt: the task classify has no use for it'],
  ['--recipe soup', '--recipe: expected one of usual, plain, got "soup"'],
  ['--temperature cold', '--temperature: expected a number above 0, got "cold"'],
  ['--engine gpu', '--engine: expected one of wasm, reference, got "gpu"'],
  ['--threads 0', '--threads: expected a whole number from 1, got "0"'],
  ['--evaluate', '--evaluate needs --weights, the parameters to judge'],
  [`--weights ${absent} --resume ${absent}`, '--weights and --resume: give one of them'],
  [`--weights ${absent}`, `file: ${absent}: expected a readable file, got ENOENT`],
  [`--weights ${damaged}`, `${damaged}: safetensors: byte 0: expected a header of at most`],
  [`--resume ${damaged}`, `${damaged}: safetensors: byte 0: expected a header of at most`],
  ['--data mnist', '--data mnist needs --dir, the folder with its files'],
  [
    `--data cifar-10 --dir ${absent}`,
    `file: ${join(absent, 'data_batch_1.bin.gz')}: expected a readable file, got ENOENT`,
  ],
  ['--model unet', '--model unet:'],
  [`--save ${damaged}/a.safetensors`, `${damaged}: expected a folder, got `],
];

describe('what the program cannot do', () => {
  it.each(cases)('%s', async (words, sentence) => {
    const { status, out, err } = await cli('--report', nowhere, ...words.split(' '));
    expect(status).toBe(2);
    expect(out).toEqual([]);
    expect(err).toHaveLength(1);
    expect(err[0]?.startsWith(sentence), err[0]).toBe(true);
    expect(err[0]).not.toContain('\n');
  });
});

describe('help', () => {
  it('names every flag', async () => {
    const { status, out } = await cli('--help');
    expect(status).toBe(0);
    const flags =
      'task data dir model weights resume evaluate epochs limit test-limit batch recipe seed engine report save json help';
    for (const flag of flags.split(' ')) expect(out.join('\n')).toContain(`--${flag} `);
  });
});
