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

/** n, ⌈n/2⌉, …, 2 */
const halves = (n: number): readonly number[] => (n < 2 ? [] : n === 2 ? [2] : [n, ...halves(Math.ceil(n / 2))]);

const replaced = (list: readonly number[], from: number, to: number, by: number): readonly number[] =>
  list.map((x, place) => (place >= from && place < to ? by : x));

/** The lists that are one step simpler, the boldest steps first: numbers cleared, all signs changed, one number made simpler or moved to the front. */
function* steps(list: readonly number[]): Iterable<readonly number[]> {
  for (const run of halves(list.length))
    for (let from = 0; from < list.length; from += run)
      if (list.slice(from, from + run).some((x) => x !== 0)) yield replaced(list, from, from + run, 0);
  const negated = list.map((x) => 0 - x);
  if (compareSimplicity(negated, list) < 0) yield negated;
  for (const [place, x] of list.entries())
    for (const candidate of simpler(x)) yield replaced(list, place, place + 1, candidate);
  for (const [place, x] of list.entries())
    for (let to = 0; x !== 0 && to < place; to++)
      if (list[to] === 0) yield replaced(replaced(list, place, place + 1, 0), to, to + 1, x);
}

/** A list for which it fails, and for none that is one step simpler; found by taking the first step for which it fails, again and again. */
export const shrunk = (list: readonly number[], fails: (list: readonly number[]) => boolean): readonly number[] => {
  for (let current = list; ;) {
    const [next] = first(steps(current), fails, 1);
    if (next === undefined) return current;
    current = next;
  }
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
