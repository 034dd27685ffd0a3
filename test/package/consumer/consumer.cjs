const { ok } = require('node:assert/strict');

ok(require('pullback'));
