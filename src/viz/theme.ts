/** A colour on a light surface and on a dark one; each is legible on its own surface. */
interface Pair {
  readonly light: string;
  readonly dark: string;
}

/** What a colour is for. A figure names roles, never colours, so one table decides how all pictures look. */
export const roles = {
  surface: { light: '#ffffff', dark: '#14181f' },
  ink: { light: '#1b2330', dark: '#e9edf3' },
  muted: { light: '#566172', dark: '#a3aebd' },
  axis: { light: '#aab2be', dark: '#566172' },
  grid: { light: '#e8ebf0', dark: '#272e39' },
  hit: { light: '#2459c4', dark: '#3b6fe0' },
  miss: { light: '#cb470c', dark: '#c24c14' },
  count: { light: '#000000', dark: '#ffffff' },
  contrast: { light: '#ffffff', dark: '#ffffff' },
} as const satisfies Readonly<Record<string, Pair>>;

export type Role = keyof typeof roles;

/** The colours of series in order; neighbours differ in lightness too, for readers who do not see hue. */
const series: readonly Pair[] = [
  { light: '#2459c4', dark: '#7fa7ff' },
  { light: '#d9620b', dark: '#ffad66' },
  { light: '#0b7d6f', dark: '#4fd3bd' },
  { light: '#8437ba', dark: '#cfa5ff' },
  { light: '#bf2457', dark: '#ff8fb1' },
  { light: '#746500', dark: '#dccb62' },
  { light: '#08739a', dark: '#64cdf2' },
  { light: '#7b4a2d', dark: '#d6a583' },
];

/** Colour and dash of series `index`: the colours come round again with another dash. */
export const stroke = (index: number): { readonly class: string; readonly 'stroke-dasharray'?: string } => {
  const round = Math.floor(index / series.length);
  const color = { class: `series-${index % series.length}` };
  return round === 0 ? color : { ...color, 'stroke-dasharray': `${8 / round} ${3 + round}` };
};

/** Unquoted, so that the list reads the same in a style sheet and in an attribute. */
export const fonts = 'Inter, ui-sans-serif, system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';

const named: readonly (readonly [string, Pair])[] = [
  ...Object.entries(roles),
  ...series.map((pair, index) => [`series-${index}`, pair] as const),
];

const rules = (mode: keyof Pair): string =>
  named.map(([name, pair]) => `.pullback .${name}{color:${pair[mode]}}`).join('');

/** The style sheet of every figure: each class sets `color`, shapes take it as `currentColor`; paper is always light. */
export const style = `${rules('light')}@media screen and (prefers-color-scheme:dark){${rules('dark')}}`;
