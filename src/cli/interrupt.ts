import { setImmediate } from 'node:timers/promises';

/** Whether the user has asked the program to stop. */
export interface Interrupt {
  /** lets a waiting signal through, which a long computation would keep out, and says whether one came */
  readonly came: () => Promise<boolean>;
  /** back to what signals do otherwise */
  readonly release: () => void;
}

/** Listens for the first Ctrl-C (or SIGTERM); a second one ends the program at once. */
export const listen = (): Interrupt => {
  const signals: string[] = [];
  const note = (signal: string): void => {
    signals.push(signal);
    release();
  };
  const release = (): void => {
    process.off('SIGINT', note);
    process.off('SIGTERM', note);
  };
  process.on('SIGINT', note);
  process.on('SIGTERM', note);
  return {
    came: async () => {
      await setImmediate();
      return signals.length > 0;
    },
    release,
  };
};
