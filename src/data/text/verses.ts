/** Rhymed verses from a grammar: a text of which a small network can learn the spelling, the grammar, the metre and, in time, the rhyme. */
import { foldIn } from '../../random/split.js';
import type { Key } from '../../random/key.js';
import { uniform } from '../../random/uniform.js';
import { toArray } from '../../tensor/literal.js';

const rhymes = [
  ['day', 'way', 'bay', 'clay', 'play'],
  ['night', 'light', 'sight', 'height', 'flight'],
  ['sea', 'tree', 'bee', 'lea', 'key'],
  ['rain', 'plain', 'grain', 'lane', 'pane'],
  ['stone', 'bone', 'throne', 'tone', 'loan'],
] as const;
const adjectives = ['old', 'cold', 'red', 'small', 'bright', 'long', 'pale', 'warm', 'still', 'green'];
const nouns = ['king', 'bird', 'wind', 'horse', 'child', 'cloud', 'smith', 'fox', 'moon', 'river'];
const verbs = ['sees', 'finds', 'leaves', 'seeks', 'loves', 'fears', 'holds', 'hears', 'knows', 'keeps'];
const places = ['under', 'over', 'beside', 'before', 'behind', 'beyond'];

/**
 * Quatrains, the first line rhyming with the second and the third with the fourth. The same key gives the same text.
 * @example
 * verses(random.key(1), 1).split('\n').length // 6
 */
export const verses = (key: Key, count: number): string =>
  Array.from({ length: count }, (_, index) => quatrain(toArray(uniform(foldIn(key, index), [40])))).join('');

const quatrain = (drawn: Float32Array): string => {
  let next = 0;
  const one = <T>(list: readonly T[]): T => {
    const found = list[Math.floor((drawn[next++] ?? 0) * list.length)];
    if (found === undefined) throw new RangeError('verses: nothing to choose from');
    return found;
  };
  const line = (end: string): string =>
    `the ${one(adjectives)} ${one(nouns)} ${one(verbs)} the ${one(nouns)} ${one(places)} the ${end}`;
  const couplet = (): string => {
    const ends = one(rhymes);
    return `${line(one(ends))},\n${line(one(ends))}.\n`;
  };
  return `${couplet()}${couplet()}\n`;
};
