import { notEqual } from 'node:assert/strict';

for (const entry of process.argv.slice(2))
  notEqual(Object.keys(await import(entry)).length, 0, `${entry} exports nothing`);
