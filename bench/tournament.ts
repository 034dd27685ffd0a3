import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import type * as t from 'io-ts';
import { start, type Child } from './child.js';
import { draw } from './draw.js';
import { writeInputs } from './inputs.js';
import type { Options } from './options.js';
import { measured, prepared, profiled, type Prepared, type Request } from './protocol.js';
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
  /** first call − a run; the same for the second call, and for the first call of a second program like it */
  readonly compile: number | undefined;
  readonly compileSecond: number | undefined;
  readonly compileAgain: number | undefined;
  /** by how much the resident set grew at most; of workloads with a process of their own */
  readonly bytes: number | undefined;
  /** what the buffers of pullback's plan take, and what is alive at once at the worst moment */
  readonly buffers: Prepared['buffers'];
  /** the times of pullback's kernels, where asked for */
  readonly profile: string | undefined;
  readonly check: readonly number[];
  /** the relative difference from what pullback computes on the first number of threads */
  readonly disagreement: number | undefined;
}

interface Player {
  readonly runner: Runner;
  set: Prepared | undefined;
  reason: string | undefined;
  profile: string | undefined;
  readonly rounds: number[];
}

/** A round of a workload takes about this many milliseconds of each runner. */
const slot = 200;

/** All runners on the workloads of one group, in turns: the results of one workload after the other. */
export async function* play(
  group: readonly Workload[],
  runners: readonly Runner[],
  { rounds, budget, profile }: Options,
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
    const ask = async <A>(player: Player, request: Request, answer: t.Type<A>): Promise<A | undefined> => {
      const { runner } = player;
      const reply = await childOf(runner).ask(request, answer, 3 * budget);
      if (E.isRight(reply)) return reply.right;
      player.reason = reply.left;
      childOf(runner).end();
      children.delete(runner);
      return undefined;
    };
    for (const runner of runners) {
      const player: Player = { runner, set: undefined, reason: undefined, profile: undefined, rounds: [] };
      players.push(player);
      if (!runner.takes(workload.work)) continue;
      player.set = await ask(player, { prepare: workload.name, work: workload.work, inputs }, prepared);
    }
    for (let round = 0; round < rounds; round++)
      for (const player of players) {
        const { set, reason, rounds } = player;
        if (set === undefined || reason !== undefined) continue;
        const estimate = rounds.at(-1) ?? set.again ?? set.first;
        const spent = set.first + rounds.reduce((sum, time) => sum + Math.max(slot, time), 0);
        if (spent + estimate > budget) continue;
        const time = await ask(player, { measure: slot, estimate }, measured);
        if (time !== undefined) rounds.push(time.milliseconds);
      }
    const [ours] = players;
    if (profile && ours?.set !== undefined) ours.profile = (await ask(ours, { profile: true }, profiled))?.profile;
    yield players.map((player) => resultOf(workload, player, ours?.set));
  }
  for (const child of children.values()) child.end();
}

const resultOf = (
  { name, group }: Workload,
  { runner, set, reason, profile, rounds }: Player,
  ours: Prepared | undefined,
): Result => {
  // A run too long for the budget was timed once, when it was prepared, and hides what it took to compile.
  const milliseconds = rounds.length === 0 ? set?.first : median(rounds);
  const beyond = (call: number | null | undefined): number | undefined =>
    rounds.length === 0 || typeof call !== 'number' ? undefined : Math.max(0, call - median(rounds));
  return {
    workload: name,
    runner: runner.name,
    threads: runner.threads,
    milliseconds: reason === undefined ? milliseconds : undefined,
    reason,
    rounds,
    compile: beyond(set?.first),
    compileSecond: beyond(set?.second),
    compileAgain: beyond(set?.again),
    bytes: group === name ? set?.bytes : undefined,
    buffers: set?.buffers,
    profile,
    check: set?.check ?? [],
    disagreement: set && ours && disagreement(ours.check, set.check),
  };
};
