import { ok } from 'node:assert/strict';
import * as pullback from 'pullback';

ok(pullback);
