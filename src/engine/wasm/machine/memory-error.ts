/** A graph that needs more memory than there is: thrown before anything is allocated. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
  readonly bytes: number;
  readonly limit: number;
  constructor(bytes: number, limit: number) {
    super(`memory: ${inWords(bytes)} asked for, the limit is ${inWords(limit)}`);
    this.bytes = bytes;
    this.limit = limit;
  }
}

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** 3221225472 is "3.00 GiB" */
const inWords = (bytes: number): string => {
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 2)} ${units[power] ?? ''}`;
};
