import { show, size, type Shape } from '../shape/index.js';
import { dtypes } from '../tensor/dtype.js';
import type { Definition } from './definition.js';
import type { AnyModel } from './model.js';
import { slotsOf } from './variables.js';

/** One layer of a model. */
export interface SummaryRow {
  /** The names that lead to it, joined by dots; those of the enclosing layers where it has none of its own. */
  readonly path: string;
  /** The operation: "conv2d". */
  readonly layer: string;
  /** The shape of what it makes of one example. */
  readonly output: Shape;
  /** The number of its parameters. */
  readonly parameters: number;
}

const count = (definition: Definition, input: Shape): number =>
  slotsOf(definition.parameters(input)).reduce((total, { shape }) => total + size(shape), 0);

/** How many parameters a model has, ∑ of the sizes; nothing is allocated. */
export const parameterCount = ({ definition, input }: AnyModel): number => count(definition, input);

/** The layers of a model in the order in which an example meets them; nothing is allocated. */
export const summaryRows = ({ definition, input }: AnyModel): readonly SummaryRow[] => rows(definition, input, []);

const rows = (definition: Definition, input: Shape, above: readonly string[]): readonly SummaryRow[] => {
  const path = definition.label === undefined ? above : [...above, definition.label];
  const parts = definition.parts(input);
  if (parts.length > 0) return parts.flatMap((part) => rows(part.definition, part.input, path));
  const output = definition.output(input);
  return typeof output === 'string'
    ? []
    : [{ path: path.join('.'), layer: definition.operation, output, parameters: count(definition, input) }];
};

/**
 * A model as a table: where each layer is, what it is, the shape of its result and the number of its parameters.
 * @example
 * console.log(summary(build([2], { fc: linear(1) }, relu)))
 * // → name   layer   output  parameters
 * // →        input   [2]
 * // → fc     linear  [1]              3
 * // →        relu    [1]              0
 * // → total                           3
 * // → float32, 12 bytes
 */
export const summary = (model: AnyModel): string => {
  const total = parameterCount(model);
  const bytes = total * dtypes[model.dtype].bytes;
  const table = [
    ['name', 'layer', 'output', 'parameters'],
    ['', 'input', show(model.input), ''],
    ...summaryRows(model).map(({ path, layer, output, parameters }) => [
      path,
      layer,
      show(output),
      grouped(parameters),
    ]),
    ['total', '', '', grouped(total)],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => (column === 3 ? text.padStart(widths[3] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [...table.map((row) => line(row).trimEnd()), `${model.dtype}, ${readable(bytes)}`].join('\n');
};

const grouped = (n: number): string => n.toLocaleString('en-US');
const readable = (bytes: number): string => {
  const power = Math.min(4, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return power === 0
    ? `${bytes} bytes`
    : `${(bytes / 1000 ** power).toFixed(1)} ${['', 'kB', 'MB', 'GB', 'TB'][power] ?? ''}`;
};
