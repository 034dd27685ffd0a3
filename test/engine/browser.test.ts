import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from './browser/page.js';
import { expected } from './threads.js';

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Chromium, from the variable CHROME_PATH or the path */
const chromium = [
  process.env['CHROME_PATH'] ?? [],
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'google-chrome', 'chromium-browser'].map((name) => join(folder, name))),
]
  .flat()
  .find(executable);

const folder = mkdtempSync(join(tmpdir(), 'pullback-browser-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** serves the page, and hands on what it posts */
const serve = (headers: Readonly<Record<string, string>>, posted: (body: string) => void): Server =>
  createServer((request, response) => {
    const answer = (type: string, body: string | Buffer): unknown =>
      response.writeHead(200, { ...headers, 'Content-Type': type }).end(body);
    if (request.url === '/page.js') answer('text/javascript', readFileSync(join(folder, 'page.js')));
    else if (request.url === '/report')
      void text(request).then((body) => {
        answer('text/plain', '');
        posted(body);
      });
    else answer('text/html', '<!doctype html><title>pullback</title><script type="module" src="/page.js"></script>');
  });

const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];

/** what the page posts when it is visited */
const visit = async (browser: string, headers: Readonly<Record<string, string>>): Promise<Report> => {
  const profile = mkdtempSync(join(folder, 'profile-'));
  const [server, body] = await new Promise<readonly [Server, Promise<string>]>((listening) => {
    const post = new Promise<string>((posted) => {
      const made = serve(headers, posted);
      made.listen(0, '127.0.0.1', () => listening([made, post]));
    });
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const child = spawn(browser, [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${port ?? 0}/`], {
    stdio: 'ignore',
  });
  const ended = new Promise<string>((resolve) =>
    child.once('exit', (code) => resolve(JSON.stringify({ error: `the browser ended with ${code ?? 'a signal'}` }))),
  );
  try {
    return JSON.parse(await Promise.race([body, ended])) as Report;
  } finally {
    child.kill();
    await ended;
    server.close();
  }
};

describe.skipIf(chromium === undefined)(
  'the engine in a browser (skipped where there is none: set CHROME_PATH)',
  () => {
    const reports: { plain?: Report; isolated?: Report } = {};
    beforeAll(async () => {
      await build({
        entry: [fileURLToPath(new URL('browser/page.ts', import.meta.url))],
        format: 'esm',
        outDir: folder,
        platform: 'browser',
        target: 'es2022',
        noExternal: [/./],
        splitting: false,
        config: false,
        silent: true,
        outExtension: () => ({ js: '.js' }),
      });
      reports.plain = await visit(chromium ?? '', {});
      reports.isolated = await visit(chromium ?? '', isolation);
    }, 180_000);

    it('runs on one thread in a plain page', () => {
      expect(reports.plain).toMatchObject({
        isolated: false,
        together: { wanted: 1, ready: 1, done: true, words: expected(1) },
      });
    });

    it('runs on threads in a page isolated from other origins', () => {
      expect(reports.isolated).toMatchObject({
        isolated: true,
        together: { wanted: 3, ready: 3, done: true, words: expected(3) },
        warned: [],
      });
    });

    it('trains alike on any number of threads, and as the reference does', () => {
      const { wasm = [], reference = [] } = reports.plain?.losses ?? {};
      expect(reports.isolated?.losses.wasm).toEqual(wasm);
      expect(wasm).toHaveLength(20);
      reference.forEach((loss, step) => expect(wasm[step]).toBeCloseTo(loss, 4));
      expect(wasm.at(-1)).toBeLessThan(0.5 * (wasm[0] ?? 0));
    });
  },
);
