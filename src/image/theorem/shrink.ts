/** Making a list of numbers simple while something keeps failing for it. */

/** how often x has to be doubled to be whole */
const binaryPlaces = (x: number): number => (Number.isInteger(x) ? 0 : 1 + binaryPlaces(2 * x));

/** Zero, then the whole numbers 1, −1, 2, −2, …, then ½, −½, …, then quarters. */
const complexity = (x: number): number => 1e6 * binaryPlaces(x) + 2 * Math.abs(x) + Number(x < 0);

/** Less of this is simpler: the sum of the complexities; where that is equal, the sum of the places that are not 0. */
const measure = (list: readonly number[]): readonly [numbers: number, places: number] => [
  list.reduce((sum, x) => sum + complexity(x), 0),
  list.reduce((sum, x, place) => sum + (x === 0 ? 0 : place), 0),
];

/** Which of two lists of one length is simpler: negative where the first is. */
export const compareSimplicity = (a: readonly number[], b: readonly number[]): number => {
  const [first, second] = [measure(a), measure(b)];
  return first[0] - second[0] || first[1] - second[1];
};

const simpler = (x: number): readonly number[] =>
  [...new Set([0, 1, -1, 2, Math.trunc(x / 2), Math.trunc(x), x - Math.sign(x), -x, 1 / 2])].filter(
    (candidate) => complexity(candidate) < complexity(x),
  );

/** The simpler lists that one kind of change makes, the boldest first. */
type Step = (list: readonly number[]) => readonly (readonly number[])[];

const places = (n: number): readonly number[] => [...Array(n).keys()];

/** n, ⌈n/2⌉, …, 2 */
const halves = (n: number): readonly number[] => (n < 2 ? [] : n === 2 ? [2] : [n, ...halves(Math.ceil(n / 2))]);

const cleared =
  (from: number, to: number): Step =>
  (list) =>
    list.slice(from, to).some((x) => x !== 0) ? [list.map((x, k) => (k >= from && k < to ? 0 : x))] : [];

const negated: Step = (list) => [list.map((x) => 0 - x)].filter((other) => compareSimplicity(other, list) < 0);

const simplified =
  (place: number): Step =>
  (list) =>
    simpler(list[place] ?? 0).map((candidate) => list.map((x, k) => (k === place ? candidate : x)));

/** to the first few places before it that are 0 */
const moved =
  (place: number): Step =>
  (list) =>
    list[place] === 0
      ? []
      : places(place)
          .filter((to) => list[to] === 0)
          .slice(0, 4)
          .map((to) => list.map((x, k) => (k === place ? 0 : k === to ? (list[place] ?? 0) : x)));

const steps = (n: number): readonly Step[] => [
  ...halves(n).flatMap((run) => places(Math.ceil(n / run)).map((k) => cleared(k * run, (k + 1) * run))),
  negated,
  ...places(n).map(simplified),
  ...places(n).map(moved),
];

/** A list for which it fails, and for none that is one step simpler. */
export const shrunk = (list: readonly number[], fails: (list: readonly number[]) => boolean): readonly number[] => {
  const all = steps(list.length);
  const sweep = (from: readonly number[]): readonly number[] =>
    all.reduce((current, step) => step(current).find(fails) ?? current, from);
  let [before, after] = [list, sweep(list)];
  while (before !== after) [before, after] = [after, sweep(after)];
  return after;
};

/** The first few elements for which something fails. */
export const first = <T>(items: Iterable<T>, fails: (item: T) => boolean, count: number): readonly T[] => {
  const found: T[] = [];
  for (const item of items) {
    if (fails(item)) found.push(item);
    if (found.length === count) break;
  }
  return found;
};
