/** Importing this joins the reference engine to the language, for tests of what lies below the package's entry points. */
import { joinEngine } from '../src/primitive/engine.js';
import { reference } from '../src/engine/reference/index.js';

joinEngine(reference);
