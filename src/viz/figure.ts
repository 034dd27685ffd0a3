import { label } from './label.js';
import { element, text, type Markup } from './markup.js';
import { fonts, style } from './theme.js';

/** The size of a figure in pixels and what it shows; an empty title takes no room. */
export interface Frame {
  readonly title: string;
  readonly width: number;
  readonly height: number;
}

/** The space around a drawing. */
export const margin = 20;

/** The height below which the drawing may begin. */
export const top = (title: string): number => (title === '' ? margin : 48);

/** A standalone SVG document: a surface of its own, so it is legible on any page, the title, then the drawing. */
export const figure = ({ title, width, height }: Frame, ...drawing: readonly Markup[]): Markup => {
  if (!(width > 0 && width < Infinity && height > 0 && height < Infinity))
    throw new RangeError(`figure: width and height must be positive, not ${width} and ${height}`);
  const heading = label(margin, 31, title, { size: 16, width: width - 2 * margin, attributes: { 'font-weight': 600 } });
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'pullback',
      role: 'img',
      'aria-label': title === '' ? undefined : title,
      width: Math.ceil(width),
      height: Math.ceil(height),
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      'font-family': fonts,
    },
    element('style', {}, text(style)),
    element('rect', { class: 'surface', fill: 'currentColor', width: '100%', height: '100%', rx: 8 }),
    ...(title === '' ? [] : [heading]),
    ...drawing,
  );
};
