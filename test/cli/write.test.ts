import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, folder, result } from './cli.js';

describe('--task write', () => {
  it('reads verses and writes', async () => {
    const report = folder();
    const said = await cli('--task', 'write', '--quick', '--json', '--prompt', 'the ', '--report', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    const { nats, pairs, sample, ...rest } = result(said);
    expect(rest).toMatchObject({ data: 'verses', model: 'lstm', engine: 'wasm' });
    expect(Number(nats)).toBeLessThan(3.3);
    expect(Number(pairs)).toBeLessThan(3);
    expect(String(sample)).toHaveLength(40);
    expect(readdirSync(report).sort()).toEqual(['index.html', 'loss.svg']);
  });

  it('shows what a transformer looks at in a text of one’s own', async () => {
    const [report, dir] = [folder(), folder()];
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'a.txt'), 'to be or not to be, that is the question. '.repeat(20));
    const words = ['--task', 'write', '--data', 'text', '--dir', dir, '--model', 'transformer', '--length', '7'];
    const said = await cli(...words, '--quick', '--json', '--report', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    expect(String(result(said)['sample'])).toHaveLength(7);
    expect(readdirSync(report).sort()).toEqual(['attention.svg', 'index.html', 'loss.svg']);
  });

  it.each([
    ['--data text', '--data text needs --dir, the folder with its .txt files'],
    ['--model lenet', '--model: expected one of lstm, gru, rnn, transformer, got "lenet"'],
    ['--prompt Ω', 'text: character 0: expected a character of the vocabulary, got "Ω"'],
    ['--limit 60', '--data verses: a text of 60 characters is too short to hold out a tenth'],
  ])('%s is refused', async (words, sentence) => {
    const { status, err } = await cli('--task', 'write', ...words.split(' '), '--report', folder());
    expect({ status, err }).toEqual({ status: 2, err: [sentence] });
  });
});
