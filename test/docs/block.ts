/** What is done with a block: `run` it, only `check` its types, or see that it `fails` to compile. */
export type Mode = 'run' | 'check' | 'fails';

/** A piece of TypeScript in a text: its lines stand at `line`, `line + 1`, … of the file, counted from 1. */
export interface Block {
  readonly line: number;
  readonly mode: Mode;
  readonly code: string;
}

const modes: Readonly<Record<string, Mode>> = { ts: 'run', 'ts no-run': 'check', 'ts error': 'fails' };

/** The blocks between fences; with `mode`, all of them count as such, and text without any fence is one block. */
const fenced = (lines: readonly string[], firstLine: number): readonly Block[] => {
  const blocks: Block[] = [];
  let open = -1;
  lines.forEach((text, i) => {
    if (!text.startsWith('```')) return;
    const mode = open < 0 ? undefined : modes[(lines[open] ?? '').slice(3).trim()];
    if (mode !== undefined)
      blocks.push({ line: firstLine + open + 1, mode, code: lines.slice(open + 1, i).join('\n') });
    open = open < 0 ? i : -1;
  });
  if (open >= 0) throw new Error(`line ${firstLine + open}: this block has no end`);
  return blocks;
};

/** The blocks of a page of the book: those fenced as `ts`, `ts no-run` and `ts error`. */
export const pageBlocks = (markdown: string): readonly Block[] => fenced(markdown.split('\n'), 1);

/** The `@example` blocks of doc comments: up to the next tag, inside fences where there are any. */
export const exampleBlocks = (source: string): readonly Block[] => {
  const lines = source.split('\n');
  const blocks: Block[] = [];
  const inComment = (text: string): string =>
    text
      .replace(/^\s*\/?\*\*? ?/, '')
      .replace(/\s*\*\/.*$/, '')
      .replace(/^@example/, '');
  lines.forEach((first, i) => {
    if (!/^\s*\/?\*\*? ?@example\b/.test(first)) return;
    const closed = first.includes('*/');
    const length = closed
      ? 0
      : lines.slice(i + 1).findIndex((text) => /^\s*\*( ?@\w|\/)/.test(text) || text.includes('*/'));
    const body = lines.slice(i, i + 1 + Math.max(length, 0)).map(inComment);
    const inside = fenced(body, i + 1);
    blocks.push(...(inside.length > 0 ? inside : [{ line: i + 1, mode: 'run', code: body.join('\n') } as const]));
  });
  return blocks;
};
