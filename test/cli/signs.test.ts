import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli, folder, result } from './cli.js';

const quick = (name: string, report: string) => cli('--task', name, '--quick', '--json', '--report', report);

describe('--task locate', () => {
  it('S9: says where a sign is, with templates and the mean beside it', async () => {
    const report = folder();
    const said = await quick('locate', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    expect(result(said)).toMatchObject({ parameters: 89_491, steps: 6, engine: 'wasm' });
    const { centre, meanCentre, centreMedian, radiusMedian } = result(said);
    for (const share of [centre, meanCentre]) expect(Number(share)).toBeLessThanOrEqual(1);
    expect(Number(centreMedian)).toBeLessThan(32);
    expect(Number(radiusMedian)).toBeLessThan(1);
    expect(readdirSync(report).sort()).toEqual(['circles.svg', 'index.html', 'loss.svg']);
  });
});

describe('--task spoof', () => {
  it('S9: tells a sign from a picture of one', async () => {
    const report = folder();
    const said = await quick('spoof', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    expect(result(said)).toMatchObject({ parameters: 89_361, steps: 6 });
    expect(Number(result(said)['contrast'])).toBeGreaterThan(0.5);
    expect(readdirSync(report)).toEqual(expect.arrayContaining(['accuracy.svg', 'confusion.svg', 'pictures.svg']));
  });
});

describe('--task detect', () => {
  it('S13: finds signs in scenes, with templates beside it', async () => {
    const report = folder();
    const said = await quick('detect', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    expect(result(said)).toMatchObject({ parameters: 395_566, steps: 2 });
    for (const name of ['ap50', 'ap50AnySign', 'templatesAp50', 'templatesAp50AnySign']) {
      expect(Number(result(said)[name])).toBeGreaterThanOrEqual(0);
      expect(Number(result(said)[name])).toBeLessThanOrEqual(1);
    }
    expect(readdirSync(report)).toEqual(
      expect.arrayContaining(['boxes.svg', 'loss.svg', 'precision.svg', 'signs.svg']),
    );
  });
});

it.each([
  ['locate', '--data mnist', '--data: expected one of road-signs, got "mnist"'],
  ['detect', '--model lenet', '--model: expected one of detector, got "lenet"'],
  ['spoof', '--weights a', '--weights: the task spoof has no use for it'],
])('--task %s %s is refused', async (name, words, sentence) => {
  const { status, err } = await cli('--task', name, ...words.split(' '), '--report', folder());
  expect({ status, err }).toEqual({ status: 2, err: [sentence] });
});
