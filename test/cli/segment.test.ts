import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli, folder, result } from './cli.js';

describe('--task segment', () => {
  it('finds masks, and lets a window slide beside', async () => {
    const report = folder();
    const said = await cli('--task', 'segment', '--model', 'segnet', '--quick', '--json', '--report', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    const { accuracy, slower, difference, ...rest } = result(said);
    expect(rest).toMatchObject({ data: 'road-signs', model: 'segnet', steps: 8, engine: 'wasm' });
    expect(Number(accuracy)).toBeGreaterThan(0.3);
    expect(Number(slower)).toBeGreaterThan(5);
    expect(Number(difference)).toBeLessThan(1e-5);
    expect(readdirSync(report).sort()).toEqual(['confusion.svg', 'index.html', 'loss.svg', 'masks.svg']);
  });

  it.each([
    ['--data mnist', '--data: expected one of road-signs, membrane, got "mnist"'],
    ['--model lenet', '--model: expected one of unet, segnet, fcn, got "lenet"'],
    ['--data membrane', '--data membrane needs --dir, the folder with its folders image and label'],
    ['--weights a', '--weights: the task segment has no use for it'],
  ])('%s is refused', async (words, sentence) => {
    const { status, err } = await cli('--task', 'segment', ...words.split(' '), '--report', folder());
    expect({ status, err }).toEqual({ status: 2, err: [sentence] });
  });
});
