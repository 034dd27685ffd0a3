import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as E from 'fp-ts/lib/Either.js';
import type * as t from 'io-ts';
import { failure, type Request } from './protocol.js';
import type { Runner } from './runners.js';

/** A runner's process: asks are answered one at a time, and one that takes too long ends the process. */
export interface Child {
  readonly ask: <A>(request: Request, answer: t.Type<A>, limit: number) => Promise<E.Either<string, A>>;
  readonly end: () => void;
}

/** The line that names an error, or the last one. */
const gist = (complaints: string): string => {
  const lines = complaints.trim().split('\n');
  return lines.find((line) => line.includes('Error')) ?? lines.at(-1) ?? '';
};

/** Starts a runner. */
export const start = ({ command: [program, ...args], threads }: Runner): Child => {
  const child: ChildProcessWithoutNullStreams = spawn(program, args, {
    env: { ...process.env, OMP_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads) },
  });
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => (complaints = (complaints + data.toString()).slice(-2000)));
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(`the process ended (${code ?? 'killed'}): ${gist(complaints)}`));
  });
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const answered = async (limit: number): Promise<E.Either<string, unknown>> => {
    const late = setTimeout(() => {
      complaints = `took longer than ${Math.round(limit / 1000)} s`;
      child.kill('SIGKILL');
    }, limit);
    const line = await lines.next();
    clearTimeout(late);
    if (line.done === true) return E.left(await ended);
    const reply: unknown = JSON.parse(line.value);
    return failure.is(reply) ? E.left(reply.error) : E.right(reply);
  };
  return {
    ask: async (request, answer, limit) => {
      if (child.stdin.writable) child.stdin.write(`${JSON.stringify(request)}\n`);
      const reply = await answered(limit);
      if (E.isLeft(reply)) return reply;
      return answer.is(reply.right) ? E.right(reply.right) : E.left('an answer that makes no sense');
    },
    end: () => child.kill(),
  };
};
