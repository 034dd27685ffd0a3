import { element, text, type Attributes, type Markup } from './markup.js';
import type { Role } from './theme.js';

/** Wide characters (CJK, Hangul, full-width forms, emoji) take about one em, the others about 0.58. */
const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F300}-\u{1FAFF}]/u;

const em = (character: string): number => (wide.test(character) ? 1 : 0.58);

/** The width of a line of text in pixels, estimated: a figure is drawn without a font at hand. */
export const textWidth = (value: string, size: number): number =>
  [...value].reduce((width, character) => width + em(character), 0) * size;

/** The text, cut with an ellipsis where it would be wider than `width`. */
export const fit = (value: string, width: number, size: number): string => {
  if (textWidth(value, size) <= width) return value;
  const characters = [...value];
  const room = width - textWidth('…', size);
  let used = 0;
  const kept = characters.findIndex((character) => (used += em(character) * size) > room);
  return `${characters.slice(0, Math.max(kept, 0)).join('').trimEnd()}…`;
};

/** One line broken at spaces where it would be wider than `width`; a word alone may be. */
const broken = (line: string, width: number, size: number): readonly string[] =>
  line.split(/\s+/).reduce<readonly string[]>((done, word) => {
    const last = done.at(-1);
    const longer = `${last ?? ''} ${word}`.trim();
    return last !== undefined && textWidth(longer, size) <= width ? [...done.slice(0, -1), longer] : [...done, word];
  }, []);

/** The text broken at line ends and spaces into at most `count` lines of at most `width` pixels; what is left is cut. */
export const wrap = (value: string, width: number, size: number, count: number): readonly string[] => {
  const lines = value
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => broken(line.trim(), width, size));
  const kept = lines.length > count ? [...lines.slice(0, count - 1), lines.slice(count - 1).join(' ')] : lines;
  return kept.map((line) => fit(line, width, size));
};

/** How a label is set: its role, size in pixels, width limit and any further attribute of the `text` element. */
export interface LabelOptions {
  readonly role?: Role;
  readonly size?: number;
  readonly width?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly attributes?: Attributes;
}

/** One line of text at (x, y); where it had to be cut, the whole of it stays as a tooltip. */
export const label = (x: number, y: number, value: string, options: LabelOptions = {}): Markup => {
  const { role = 'ink', size = 12, width = Infinity, anchor = 'start', attributes = {} } = options;
  const shown = fit(value, width, size);
  const whole = shown === value ? [] : [element('title', {}, text(value))];
  return element(
    'text',
    { x, y, class: role, fill: 'currentColor', 'font-size': size, 'text-anchor': anchor, ...attributes },
    ...whole,
    text(shown),
  );
};
