import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/data/index.js';
import { cli, folder, result, small } from './cli.js';

describe('a run', () => {
  it('tells what it does, writes a report, and ends with an object', async () => {
    const report = join(folder(), 'a', 'report');
    const said = await cli(...small, '--json', '--report', report);
    expect(said).toMatchObject({ status: 0, err: [] });
    const text = said.out.join('\n');
    for (const words of [
      '62,006',
      'epoch 2/2  loss',
      'accuracy: training',
      'a linear classifier',
      `report: ${join(report, 'index.html')}`,
    ])
      expect(text).toContain(words);
    expect(result(said)).toMatchObject({
      parameters: 62006,
      engine: 'wasm',
      data: 'road-signs',
      model: 's1',
      seed: 1,
      steps: 8,
    });
    const files = [
      'accuracy.svg',
      'confusion.svg',
      'filters.svg',
      'index.html',
      'loss.svg',
      'mistakes.svg',
      'templates.svg',
    ];
    expect(readdirSync(report).sort()).toEqual(files);
    for (const file of files) {
      const complaints: string[] = [];
      new DOMParser({ onError: (level, message) => complaints.push(`${level}: ${message}`) }).parseFromString(
        readFileSync(join(report, file), 'utf8').replace('<!DOCTYPE html>\n', ''),
        'text/xml',
      );
      expect(complaints).toEqual([]);
    }
  });

  it('gives the same numbers for the same seed, others for another', async () => {
    const run = async (seed: string) => {
      const said = await cli(...small, '--json', '--seed', seed, '--report', folder());
      return {
        lines: said.out
          .filter((line) => /loss|accuracy/.test(line))
          .map((line) => line.replace(/ {2}\S+ s$/, '').replace(/"seconds":[^,]*/, '')),
        ...result(said),
      };
    };
    const [first, again, other] = [await run('1'), await run('1'), await run('2')];
    expect(again).toEqual(first);
    expect({ ...other, seed: 1 }).not.toEqual(first);
  });

  it('saves what it has learned, which can be judged and learned from', async () => {
    const file = join(folder(), 'new', 'net.safetensors');
    const trained = await cli(...small, '--json', '--report', folder(), '--save', file);
    // other images to learn from: those of the file tell how to standardise
    const judged = await cli(...small, '--limit', '9', '--json', '--report', folder(), '--weights', file, '--evaluate');
    const { accuracy, loss } = result(trained);
    expect(result(judged)).toMatchObject({ accuracy, loss, steps: 0 });
    expect(judged.out.join('\n')).not.toContain('epoch');
    const none = await cli(...small, '--json', '--report', folder(), '--weights', file, '--epochs', '0');
    expect(result(none)).toMatchObject({ accuracy, loss });
    const wrong = await cli(...small, '--report', folder(), '--weights', file, '--evaluate', '--model', 'softmax');
    expect(wrong.status).toBe(2);
    expect(wrong.err).toEqual([`${file}: checkpoint: params.linear.weight: expected float32 [10, 3072], got nothing`]);
  });
});

describe('Ctrl-C', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const interrupted = (report: string) =>
    new Promise<{ readonly status: number | null; readonly out: string }>((resolve, reject) => {
      const words = ['--import', 'tsx', 'src/cli/main.ts', ...small, '--report', report];
      const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => {
        const before = out;
        out += chunk.toString();
        if (!before.includes('epoch 1/2') && out.includes('epoch 1/2')) child.kill('SIGINT');
      });
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, out }));
    });

  it('leaves a run that goes on as if nothing had been', async () => {
    const report = folder();
    const { status, out } = await interrupted(report);
    expect(status).toBe(130);
    const file = join(report, 'checkpoint.safetensors');
    expect(out).toContain(`saved after step 2: ${file}`);
    expect(out).toContain(`--resume ${file}`);
    const resumed = await cli(...small, '--json', '--report', folder(), '--resume', file);
    const whole = await cli(...small, '--json', '--report', folder());
    expect(result(resumed)).toEqual(result(whole));
    const other = await cli(...small, '--seed', '2', '--report', folder(), '--resume', file);
    expect(other).toMatchObject({ status: 2, err: [`${file}: seed: expected 2, as in this run, got 1`] });
  });
});

describe('files of images', () => {
  /** digits that are bright in the row of their class, plain and packed */
  const digits = (count: number) => {
    const images = new Uint8Array(count * 784);
    const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
    labels.forEach((label, index) => images.fill(255, index * 784 + label * 56, index * 784 + label * 56 + 56));
    return {
      images: formats.idxImages.encode({ images, count, rows: 28, columns: 28 }),
      labels: formats.idxLabels.encode({ labels, count }),
    };
  };
  const mnist = (): string => {
    const dir = folder();
    const [train, test] = [digits(60), digits(20)];
    writeFileSync(join(dir, 'train-images-idx3-ubyte'), train.images);
    writeFileSync(join(dir, 'train-labels-idx1-ubyte.gz'), formats.gzip.encode(train.labels));
    writeFileSync(join(dir, 't10k-images-idx3-ubyte.gz'), formats.gzip.encode(test.images));
    writeFileSync(join(dir, 't10k-labels-idx1-ubyte'), test.labels);
    return dir;
  };

  it('are read plain or packed, and kept apart', async () => {
    const said = await cli(
      '--data',
      'mnist',
      '--dir',
      mnist(),
      '--limit',
      '99',
      '--epochs',
      '1',
      '--json',
      '--report',
      folder(),
    );
    expect(said).toMatchObject({ status: 0, err: [] });
    expect(said.out).toContain('images: 50 to learn from, 10 for validation, 20 to test on');
    expect(result(said)).toMatchObject({ model: 'lenet', parameters: 61706 });
  });

  it('are refused when they are damaged', async () => {
    const dir = mnist();
    writeFileSync(join(dir, 'train-images-idx3-ubyte'), digits(60).images.subarray(0, 1000));
    const said = await cli('--data', 'mnist', '--dir', dir, '--report', folder());
    expect(said.status).toBe(2);
    expect(said.err).toEqual([
      expect.stringContaining('train-images-idx3-ubyte: idx: byte 16: expected 60·28·28 = 47040 bytes, got 984'),
    ]);
  });

  const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
  it.skipIf(!existsSync(shared))('are the real ones, where ../shared/data exists', async () => {
    const cifar = ['--data', 'cifar-10', '--dir', join(shared, 'cifar-10')];
    const weights = join(shared, 'weights', 'resnet20-cifar10.safetensors');
    const said = await cli(
      ...cifar,
      '--model',
      'resnet20',
      '--weights',
      weights,
      '--evaluate',
      '--test-limit',
      '8',
      '--json',
      '--report',
      folder(),
    );
    expect(said.err).toEqual([]);
    expect(result(said)).toMatchObject({ accuracy: 0.75 });
    const trained = await cli(
      '--data',
      'mnist',
      '--dir',
      join(shared, 'mnist'),
      '--limit',
      '160',
      '--test-limit',
      '50',
      '--epochs',
      '3',
      '--batch',
      '16',
      '--json',
      '--report',
      folder(),
    );
    expect(Number(result(trained)['accuracy'])).toBeGreaterThan(0.3);
  });
});
