/** Files of Node: whole or not at all; runs that survive their program, records, data sets larger than memory. */
export { checkpoints, latest, type Checkpoints, type CheckpointsOptions, type Latest } from './checkpoints.js';
export { experiment, type Experiment, type ExperimentOptions } from './experiment.js';
export { cifarRecords, idxRecords, npyRecords, type Field, type Records } from './records.js';
export { streamed, type Arrays, type StreamedOptions } from './streamed.js';
export { readBytes, readFile } from './read-file.js';
export { writeBytes, writeFile } from './write-file.js';
export { fromWorker, serveBatches, type WorkerThread } from './worker.js';
