import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli, folder, result } from './cli.js';

describe('--task generate', () => {
  it.each([
    ['vae', ['divergence.svg', 'index.html', 'loss.svg', 'rebuilt.svg', 'reconstruction.svg', 'samples.svg']],
    ['gan', ['discriminator.svg', 'generator.svg', 'index.html', 'samples.svg']],
  ])('%s draws digits', async (model, files) => {
    const report = folder();
    const said = await cli('--task', 'generate', '--model', model, '--quick', '--json', '--report', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    const { confidence, kinds, ...rest } = result(said);
    expect(rest).toMatchObject({ data: 'digits', model, steps: 4 });
    expect(Number(confidence)).toBeGreaterThan(0.1);
    expect(Number(kinds)).toBeGreaterThan(0);
    expect(readdirSync(report).sort()).toEqual(files);
  });

  it('has no other data', async () => {
    const { status, err } = await cli('--task', 'generate', '--data', 'road-signs', '--report', folder());
    expect({ status, err }).toEqual({ status: 2, err: ['--data: expected one of digits, mnist, got "road-signs"'] });
  });
});

describe('--task denoise', () => {
  it('takes noise out of pictures, beside filters', async () => {
    const report = folder();
    const said = await cli('--task', 'denoise', '--quick', '--json', '--report', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    const found = result(said);
    expect(found).toMatchObject({ data: 'digits', model: 'autoencoder', steps: 4 });
    // noise of 0.2: 10 log 25 dB
    expect(Number(found['as it is'])).toBeCloseTo(13.98, 0);
    expect(readdirSync(report).sort()).toEqual(['index.html', 'loss.svg', 'pictures.svg', 'psnr.svg']);
  });
});
