export { verses } from './verses.js';
export { vocabulary, type Ids, type Vocabulary } from './vocabulary.js';
export { columns, splitText, windowCount, windows, type TextBatch, type WindowOptions } from './windows.js';
