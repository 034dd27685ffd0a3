const { notEqual } = require('node:assert/strict');

for (const entry of process.argv.slice(2)) notEqual(Object.keys(require(entry)).length, 0, `${entry} exports nothing`);
