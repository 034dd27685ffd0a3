import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { start, type Child } from './child.js';
import { draw } from './draw.js';
import { writeInputs } from './inputs.js';
import type { Options } from './options.js';
import { measured, prepared, type Prepared } from './protocol.js';
import type { Runner } from './runners.js';
import { disagreement, median } from './statistics.js';
import type { Workload } from './workloads/index.js';

/** What one runner did with one workload. */
export interface Result {
  readonly workload: string;
  readonly runner: string;
  readonly threads: number;
  /** the median of the rounds, or why there is none */
  readonly milliseconds: number | undefined;
  readonly reason: string | undefined;
  readonly rounds: readonly number[];
  /** first call − a run, and the same for a second program like it */
  readonly compile: number | undefined;
  readonly compileAgain: number | undefined;
  /** by how much the resident set grew at most; of workloads with a process of their own */
  readonly bytes: number | undefined;
  readonly check: readonly number[];
  /** the relative difference from what pullback computes on as many threads */
  readonly disagreement: number | undefined;
}

interface Player {
  readonly runner: Runner;
  readonly set: E.Either<string, Prepared>;
  readonly rounds: number[];
}

/** A round of a workload takes about this many milliseconds of each runner. */
const slot = 200;

/** All runners on the workloads of one group, in turns: the results of one workload after the other. */
export async function* play(
  group: readonly Workload[],
  runners: readonly Runner[],
  { rounds, budget }: Options,
  folder: string,
): AsyncGenerator<readonly Result[]> {
  const children = new Map<Runner, Child>();
  const childOf = (runner: Runner): Child => {
    const child = children.get(runner) ?? start(runner);
    children.set(runner, child);
    return child;
  };
  for (const workload of group) {
    const inputs = join(folder, 'inputs.safetensors');
    await writeInputs(inputs, draw(workload.work));
    const players: Player[] = [];
    for (const runner of runners) {
      const request = { prepare: workload.name, work: workload.work, inputs };
      const set = await childOf(runner).ask(request, prepared, 3 * budget);
      players.push({ runner, set, rounds: [] });
      if (E.isLeft(set)) {
        childOf(runner).end();
        children.delete(runner);
      }
    }
    for (let round = 0; round < rounds; round++)
      for (const { runner, set, rounds } of players) {
        if (E.isLeft(set)) continue;
        const estimate = rounds.at(-1) ?? set.right.again ?? set.right.first;
        const spent = set.right.first + rounds.reduce((sum, time) => sum + Math.max(slot, time), 0);
        if (spent + estimate > budget) continue;
        const time = await childOf(runner).ask({ measure: slot, estimate }, measured, 3 * budget);
        if (E.isRight(time)) rounds.push(time.right.milliseconds);
      }
    yield players.map((player) => resultOf(workload, player, players));
  }
  for (const child of children.values()) child.end();
}

const resultOf = ({ name, group }: Workload, { runner, set, rounds }: Player, players: readonly Player[]): Result => {
  const result = { workload: name, runner: runner.name, threads: runner.threads, rounds };
  if (E.isLeft(set))
    return {
      ...result,
      ...{ milliseconds: undefined, reason: set.left, compile: undefined, compileAgain: undefined, bytes: undefined },
      ...{ check: [], disagreement: undefined },
    };
  const { first, again, bytes, check } = set.right;
  const ours = players.find((other) => other.runner.name === 'pullback' && E.isRight(other.set));
  // A run too long for the budget was timed once, when it was prepared.
  const milliseconds = rounds.length === 0 ? first : median(rounds);
  return {
    ...result,
    milliseconds,
    reason: undefined,
    compile: Math.max(0, first - milliseconds),
    compileAgain: again === null ? undefined : Math.max(0, again - milliseconds),
    bytes: group === name ? bytes : undefined,
    check,
    disagreement: ours !== undefined && E.isRight(ours.set) ? disagreement(ours.set.right.check, check) : undefined,
  };
};
