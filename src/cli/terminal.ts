/** Where the program speaks: lines for the reader, lines about trouble, and whether a progress bar would be seen. */
export interface Terminal {
  readonly print: (line: string) => void;
  readonly warn: (line: string) => void;
  readonly interactive: boolean;
}

/** The terminal of this process. */
export const terminal: Terminal = {
  print: (line) => process.stdout.write(`${line}\n`),
  warn: (line) => process.stderr.write(`${line}\n`),
  interactive: process.stdout.isTTY && process.stderr.isTTY,
};

/** 0.873 → "87.3 %" */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** 61.5 → "1 min 2 s" */
export const duration = (seconds: number): string =>
  seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
