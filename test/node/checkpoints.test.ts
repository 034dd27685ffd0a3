import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile as read, rm, writeFile as write } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpoints, experiment, latest } from '../../src/node/index.js';
import { adam, sgd } from '../../src/optim/index.js';
import { checkpoint, record, story } from '../../src/train/index.js';
import { sentence, value } from '../data/expect.js';
import { first } from '../train/line.js';
import { bundle } from './bundle.js';

const place = { root: '' };
beforeAll(async () => {
  place.root = await mkdtemp(join(tmpdir(), 'pullback-runs-'));
});
afterAll(() => rm(place.root, { recursive: true }));

const rule = sgd({ rate: 0.1 });
const format = checkpoint(first(rule));
const at = (step: number) => ({ training: { ...first(rule), step }, notes: {} });

describe('checkpoints', () => {
  it('are saved when their time has come, and the last few stay', async () => {
    const folder = join(place.root, 'new/every-four');
    const kept = checkpoints(folder, format, { every: { steps: 4 }, keep: 2 });
    const saved: number[] = [];
    for (let step = 1; step <= 13; step++) if (value(await kept.offer(at(step))()) !== undefined) saved.push(step);
    expect(saved).toEqual([4, 8, 12]);
    expect(value(await kept.save(at(13))())).toBe(join(folder, 'step-000000000000013.safetensors'));
    expect((await readdir(folder)).sort()).toEqual([
      'step-000000000000012.safetensors',
      'step-000000000000013.safetensors',
    ]);
    expect(value(await latest(folder, format)())).toMatchObject({
      checkpoint: { training: { step: 13 } },
      skipped: [],
    });
  });

  it('are saved by the clock', async () => {
    const folder = join(place.root, 'clock');
    const never = checkpoints(folder, format, { every: { seconds: 3600 } });
    expect(value(await never.offer(at(1))())).toBeUndefined();
    const always = checkpoints(folder, format, { every: { seconds: 0 } });
    expect(value(await always.offer(at(1))())).toContain('step-000000000000001');
  });

  it('that got further are left alone by a run that begins anew', async () => {
    const folder = join(place.root, 'anew');
    await checkpoints(folder, format, { every: { steps: 1 } }).save(at(900))();
    const kept = checkpoints(folder, format, { every: { steps: 1 }, keep: 1 });
    await kept.save(at(1))();
    await kept.save(at(2))();
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('torn at any byte are passed over, and said; what a killed program left unfinished goes', async () => {
    const folder = join(place.root, 'torn');
    const kept = checkpoints(folder, format, { every: { steps: 1 }, keep: 3 });
    await kept.save(at(1))();
    await kept.save(at(2))();
    const newest = join(folder, 'step-000000000000002.safetensors');
    const bytes = await read(newest);
    for (let length = 0; length < bytes.length; length += 29) {
      await write(newest, bytes.subarray(0, length));
      const found = value(await latest(folder, format)());
      expect(found?.checkpoint.training.step).toBe(1);
      expect(found?.skipped).toHaveLength(1);
      expect(found?.skipped[0]?.message).toContain(newest);
    }
    await write(join(folder, '.step-000000000000003.safetensors.x.tmp'), 'half');
    await write(join(folder, '.notes.tmp'), 'mine');
    await checkpoints(folder, format, { every: { steps: 1 } }).save(at(3))();
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual(['.notes.tmp']);
  });

  it('of nothing are nothing, of another model a refusal', async () => {
    expect(value(await latest(join(place.root, 'none'), format)())).toBeUndefined();
    const folder = join(place.root, 'other');
    await mkdir(folder);
    expect(value(await latest(folder, format)())).toBeUndefined();
    await checkpoints(folder, format, { every: { steps: 1 } }).save(at(1))();
    expect(sentence(await latest(folder, checkpoint(first(adam({ rate: 1 }))))())).toMatch(
      /checkpoint: optimizer.*: expected .*, got nothing/,
    );
    await write(join(place.root, 'file'), '');
    expect(sentence(await latest(join(place.root, 'file'), format)())).toMatch(/expected a folder of checkpoints/);
    expect(
      sentence(await checkpoints(join(place.root, 'file'), format, { every: { steps: 1 } }).save(at(1))()),
    ).toMatch(/expected a folder of checkpoints/);
  });

  it('refuse intervals and numbers of files that make no sense', () => {
    expect(() => checkpoints('a', format, { every: { steps: 0 } })).toThrow(
      'checkpoints: expected every 1 step or more, got 0',
    );
    expect(() => checkpoints('a', format, { every: { seconds: NaN } })).toThrow('every 0 seconds or more, got NaN');
    expect(() => checkpoints('a', format, { every: { steps: 1 }, keep: 0 })).toThrow('to keep 1 file or more, got 0');
  });
});

describe('the record of an experiment', () => {
  const settings = { seed: 1, model: 'line' };
  it('goes on behind a line that was cut short, and notes from where', async () => {
    const path = join(place.root, 'records/a.jsonl');
    const { append, lines } = value(await experiment(path, { settings })());
    expect(lines).toEqual([]);
    const step = { kind: 'step', step: 1, epoch: 0, rate: 0.1, measures: { loss: NaN, other: -0 } } as const;
    await append(step)();
    const whole = await read(path);
    for (const cut of [1, 7]) {
      await write(path, Buffer.concat([whole, whole.subarray(0, whole.length - cut).subarray(-9)]));
      const again = value(await experiment(path, { settings: { model: 'line', seed: 1 }, from: at(0).training })());
      expect(again.lines).toEqual([{ kind: 'begin', settings }, step]);
      expect(value(record.decode(await read(path))).at(-1)).toEqual({ kind: 'resume', step: 0, epoch: 0 });
    }
    await write(path, whole.subarray(0, 5));
    expect(value(await experiment(path, { settings })()).lines).toEqual([]);
    expect(value(record.decode(await read(path)))).toEqual([{ kind: 'begin', settings }]);
  });

  it('is refused with other settings, and where it is none', async () => {
    const path = join(place.root, 'b.jsonl');
    await experiment(path, { settings })();
    expect(sentence(await experiment(path, { settings: { ...settings, seed: 2 } })())).toBe(
      `record: ${path}: expected the settings {"model":"line","seed":2}, got {"model":"line","seed":1}`,
    );
    await write(path, '{"kind":"stop"}\n');
    expect(sentence(await experiment(path, { settings })())).toBe(
      `${path}: record: line 1: expected a line of a record, got {"kind":"stop"}`,
    );
    await write(path, 'text\n');
    expect(sentence(await experiment(path, { settings })())).toMatch(/record: line 1: expected JSON, got /);
  });
});

describe('a run that is killed', () => {
  const killed = (program: string, folder: string, after: number) =>
    new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => {
        if (out === '' && after < Infinity) setTimeout(() => child.kill('SIGKILL'), after);
        out += chunk.toString();
      });
      child.on('error', reject);
      child.on('close', () => resolve(out));
    });

  it('loses an interval at most, and ends with the bits and the story of one that was not', async () => {
    const program = await bundle('survivor', join(place.root, 'program'));
    const [whole, torn] = [join(place.root, 'whole'), join(place.root, 'killed')];
    await Promise.all([killed(program, whole, Infinity), mkdir(torn)]);
    const linesOf = async (folder: string) => value(record.decode(await read(join(folder, 'record.jsonl'))));
    const starts: number[] = [];
    for (const after of [1, 40, 70, 100, 130, Infinity]) {
      const before = await linesOf(torn).catch(() => []);
      const reached = story(before).reduce((most, one) => (one.kind === 'step' ? Math.max(most, one.step) : most), 0);
      const from = Number((await killed(program, torn, after)).replace('from ', ''));
      expect(reached - from).toBeLessThanOrEqual(3);
      starts.push(from);
    }
    expect(starts.some((step) => step > 0 && step < 180)).toBe(true);
    const files = (folder: string) => readdir(folder).then((names) => names.filter((name) => /^step/.test(name)));
    expect(await files(torn)).toEqual(await files(whole));
    for (const name of await files(whole))
      expect((await read(join(torn, name))).equals(await read(join(whole, name)))).toBe(true);
    expect(story(await linesOf(torn))).toEqual(await linesOf(whole));
    expect(E.isRight(await latest(torn, checkpoint(first(adam({ rate: 0.05 }))))())).toBe(true);
  });
});
