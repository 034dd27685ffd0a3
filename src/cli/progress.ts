import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';

/** Shows how far an epoch has come. */
export interface Progress {
  readonly step: (done: number, text: string) => void;
  readonly end: () => void;
}

/** A bar on a terminal; elsewhere a line after each quarter. */
export const progress = ({ print, interactive }: Terminal, label: string, total: number): Progress => {
  if (interactive) {
    const bar = new SingleBar({
      format: `${label} [{bar}] {percentage} %  {text}  {eta_formatted} left`,
      clearOnComplete: true,
      hideCursor: true,
      stream: process.stderr,
    });
    bar.start(total, 0, { text: '' });
    return { step: (done, text) => bar.update(done, { text }), end: () => bar.stop() };
  }
  const quarter = (done: number): number => Math.floor((4 * done) / total);
  return {
    step: (done, text) => {
      if (done < total && quarter(done) > quarter(done - 1))
        print(`${label}: ${Math.round((100 * done) / total)} %, ${text}`);
    },
    end: () => undefined,
  };
};
