import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = fileURLToPath(new URL('./src', import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^pullback$/, replacement: `${source}/index.ts` },
      { find: /^pullback\/([\w/-]+)$/, replacement: `${source}/$1/index.ts` },
    ],
  },
  test: {
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'test', include: ['test/**/*.test.ts'], exclude: ['test/docs/**'] } },
      { extends: true, test: { name: 'properties', include: ['properties/**/*.test.ts'] } },
      { extends: true, test: { name: 'docs', include: ['test/docs/**/*.test.ts'] } },
    ],
  },
});
