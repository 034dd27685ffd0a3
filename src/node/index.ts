export { readBytes, readFile } from './read-file.js';
export { writeBytes, writeFile } from './write-file.js';
