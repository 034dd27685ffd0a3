/** Importing this joins the reference engine to the language, for tests of what lies below the package's entry points. */
import { evaluatorOf } from '../src/engine/engine.js';
import { reference } from '../src/engine/reference/index.js';
import { joinEvaluator } from '../src/tensor/read.js';

joinEvaluator(evaluatorOf(reference));
