import type { Runner } from './runners.js';
import type { Result } from './tournament.js';

const name = 32;
const cell = 17;

const row = (title: string, cells: readonly string[]): string =>
  title.padEnd(name) + cells.map((text) => text.padStart(cell)).join('');

/** Three significant digits. */
const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

const titleOf = ({ name, threads }: Runner): string => `${name} (${threads})`;

/** The names of the columns, the number of threads in brackets. */
export const heading = (runners: readonly Runner[]): string => row('ms per run', runners.map(titleOf));

/** A line of the table of times; ratios above 1 are pullback's advantage. */
export const timing = (results: readonly Result[]): string => {
  const ours = new Map(
    results.flatMap((result) => (result.runner === 'pullback' ? [[result.threads, result] as const] : [])),
  );
  return row(
    results[0]?.workload ?? '',
    results.map(({ milliseconds, runner, threads }) => {
      if (milliseconds === undefined) return '—';
      const base = ours.get(threads)?.milliseconds;
      return runner === 'pullback' || base === undefined
        ? digits(milliseconds)
        : `${digits(milliseconds)} ×${digits(milliseconds / base)}`;
    }),
  );
};

/** A line for each workload with processes of its own of which there is something to tell. */
const table = (
  title: string,
  runners: readonly Runner[],
  results: readonly Result[],
  text: (result: Result) => string | undefined,
): readonly string[] => {
  const told = results.filter((result) => result.bytes !== undefined && text(result) !== undefined);
  const lines = [...new Set(told.map(({ workload }) => workload))].map((workload) =>
    row(
      workload,
      results.filter((result) => result.workload === workload).map((result) => text(result) ?? '—'),
    ),
  );
  return lines.length === 0 ? [] : [row(title, runners.map(titleOf)), ...lines];
};

/** What the first call costs beyond a run, what the second does, and the first of a second program like it. */
export const compilation = (runners: readonly Runner[], results: readonly Result[]): readonly string[] =>
  table('ms to compile: 1st, 2nd, anew', runners, results, ({ compile, compileSecond, compileAgain }) =>
    compile === undefined
      ? undefined
      : [compile, compileSecond, compileAgain].map((value) => value?.toFixed(value < 10 ? 1 : 0) ?? '—').join(' '),
  );

/** How much the resident set grew, up to the end of the first steps. */
export const memory = (runners: readonly Runner[], results: readonly Result[]): readonly string[] =>
  table('peak MB above the inputs', runners, results, ({ bytes }) =>
    bytes === undefined ? undefined : (bytes / 1e6).toFixed(1),
  );

/** What the buffers of pullback's plan take, and how many times the least that any plan would need. */
export const buffers = (runners: readonly Runner[], results: readonly Result[]): readonly string[] =>
  table(
    'MB of buffers, over the bound',
    runners.filter(({ name }) => name === 'pullback'),
    results.filter(({ runner }) => runner === 'pullback'),
    (result) =>
      result.buffers && `${digits(result.buffers.peak / 1e6)} ×${digits(result.buffers.peak / result.buffers.bound)}`,
  );

/** The most that results may differ by, relatively: far above rounding, far below another network. */
const tolerance = 1e-3;

/** Whether a result, where there is one, is that of pullback. */
export const agrees = ({ disagreement = 0 }: Result): boolean => disagreement < tolerance;

/** Whether all computed the same: the largest relative difference from pullback; then why there is no result where there is none. */
export const agreement = (results: readonly Result[]): readonly string[] => {
  const peers = [...new Set(results.map(({ runner }) => runner))].filter((runner) => runner !== 'pullback');
  const compared = peers.map((peer) => {
    const all = results.flatMap(({ runner, disagreement }) => (runner === peer ? (disagreement ?? []) : []));
    return `${peer} ${all.length === 0 ? '—' : Math.max(...all).toExponential(1)}`;
  });
  const title = ({ runner, threads, workload }: Result): string => `${runner} (${threads}), ${workload}`;
  return [
    `agreement with pullback, the largest relative difference: ${compared.join(', ') || '—'}`,
    ...results
      .filter((result) => !agrees(result))
      .map((result) => `DISAGREES: ${title(result)}: ${result.disagreement ?? ''}`),
    ...results.flatMap((result) => (result.reason === undefined ? [] : [`— ${title(result)}: ${result.reason}`])),
  ];
};
