/** A model as a table, in three styles. */
import { show, size, type Shape } from '../../shape/index.js';
import type { AnyModel } from '../model.js';
import { summaryRows, type SummaryRow } from './rows.js';
import { grouped, readable, totalsOf, widthsOf } from './table.js';

/** Names, layers, shapes and parameters, one line a layer. */
export const short = (model: AnyModel): string => {
  const rows = summaryRows(model);
  const { parameters: total, bytesEach } = totalsOf(model, rows);
  const table = [
    ['name', 'layer', 'output', 'parameters'],
    ['', 'input', show(model.input), ''],
    ...rows.map(({ path, layer, output, parameters }) => [path, layer, show(output), grouped(parameters)]),
    ['total', '', '', grouped(total)],
  ];
  const widths = widthsOf(table);
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => (column === 3 ? text.padStart(widths[3] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [...table.map(line), `${model.dtype}, ${readable(total * bytesEach)}`].join('\n');
};

const batched = (shape: Shape): string => `(${['None', ...shape].join(', ')})`;
const kilo = (bytes: number): string => {
  const power = Math.min(3, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** power).toFixed(2)} ${['B', 'KB', 'MB', 'GB'][power] ?? ''}`;
};

/** As Keras prints it: what batch normalisation remembers counts among the parameters that do not learn. */
export const keras = (model: AnyModel): string => {
  const rows = summaryRows(model);
  const { parameters, frozen, remembered, bytesEach } = totalsOf(model, rows);
  const table = [
    ['Layer (type)', 'Output Shape', 'Param #'],
    ['input (InputLayer)', batched(model.input), '0'],
    ...rows.map((row) => [
      row.path === '' ? row.layer : `${row.path} (${row.layer})`,
      batched(row.output),
      grouped(row.parameters + row.remembered),
    ]),
  ];
  const widths = widthsOf(table);
  const rule = (left: string, stroke: string, cross: string, right: string): string =>
    left + widths.map((width) => stroke.repeat(width + 2)).join(cross) + right;
  const line = (row: readonly string[], edge: string): string =>
    edge +
    row
      .map((text, column) => ` ${column === 2 ? text.padStart(widths[2] ?? 0) : text.padEnd(widths[column] ?? 0)} `)
      .join(edge) +
    edge;
  const [head = [], ...body] = table;
  const share = (name: string, n: number): string => ` ${name}: ${grouped(n)} (${kilo(n * bytesEach)})`;
  return [
    rule('┏', '━', '┳', '┓'),
    line(head, '┃'),
    rule('┡', '━', '╇', '┩'),
    body.map((row) => line(row, '│')).join(`\n${rule('├', '─', '┼', '┤')}\n`),
    rule('└', '─', '┴', '┘'),
    share('Total params', parameters + remembered),
    share('Trainable params', parameters - frozen),
    share('Non-trainable params', frozen + remembered),
  ].join('\n');
};

const columns = ['Layer (type)', 'Input Shape', 'Output Shape', 'Kernel Shape', 'Param #', 'Mult-Adds'];

/** The names of a row that the row before it does not have. */
const opened = (
  path: readonly string[],
  before: readonly string[],
): readonly (readonly [name: string, depth: number])[] =>
  path.flatMap((name, depth) =>
    path.slice(0, depth + 1).every((other, k) => before[k] === other) ? [] : [[name, depth] as const],
  );

const torchLines = (rows: readonly SummaryRow[], batch: number): readonly (readonly string[])[] => {
  let before: readonly string[] = [];
  return rows.flatMap((row) => {
    const names = row.path === '' ? [] : row.path.split('.');
    const ownName = row.parameters > 0 || row.remembered > 0 || row.multiplyAdds > 0;
    const groups = ownName ? names.slice(0, -1) : names;
    const lines = opened(groups, before).map(([name, depth]) => [
      `${'│    '.repeat(depth)}├─${name}`,
      '--',
      '--',
      '--',
      '--',
      '--',
    ]);
    before = groups;
    const name = ownName ? `${names.at(-1) ?? ''} (${row.layer})` : row.layer;
    const again = row.parameters === 0 && row.multiplyAdds > 0;
    const parameters = row.parameters === 0 ? (again ? '(shared)' : '--') : grouped(row.parameters);
    return [
      ...lines,
      [
        `${'│    '.repeat(groups.length)}├─${name}`,
        show([batch, ...row.input]),
        show([batch, ...row.output]),
        row.kernel === undefined ? '--' : show(row.kernel),
        row.frozen && row.parameters > 0 ? `(${parameters})` : parameters,
        row.multiplyAdds === 0 ? '--' : grouped(row.multiplyAdds * batch),
      ],
    ];
  });
};

/** As torchinfo prints it: the tree of names, shapes before and behind each layer, kernels, and the work of a forward pass. */
export const torch = (model: AnyModel, batch: number): string => {
  const rows = summaryRows(model);
  const { parameters, frozen, multiplyAdds, bytesEach } = totalsOf(model, rows);
  const lines = torchLines(rows, batch);
  const widths = widthsOf([columns, ...lines]);
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = '='.repeat(widths.reduce((total, width) => total + width + 2, -2));
  const mega = (bytes: number): string => (bytes / 1e6).toFixed(2);
  const learned = rows.filter((row) => row.parameters > 0);
  const [input, passes, weights] = [
    size(model.input) * batch,
    2 * batch * learned.reduce((total, { output }) => total + size(output), 0),
    parameters,
  ].map((numbers) => numbers * bytesEach);
  return [
    rule,
    line(columns),
    rule,
    ...lines.map(line),
    rule,
    `Total params: ${grouped(parameters)}`,
    `Trainable params: ${grouped(parameters - frozen)}`,
    `Non-trainable params: ${grouped(frozen)}`,
    `Total mult-adds (M): ${((multiplyAdds * batch) / 1e6).toFixed(2)}`,
    rule,
    `Input size (MB): ${mega(input ?? 0)}`,
    `Forward/backward pass size (MB): ${mega(passes ?? 0)}`,
    `Params size (MB): ${mega(weights ?? 0)}`,
    `Estimated Total Size (MB): ${mega((input ?? 0) + (passes ?? 0) + (weights ?? 0))}`,
    rule,
  ].join('\n');
};
