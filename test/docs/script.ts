import ts from 'typescript';
import type { Block } from './block.js';

/**
 * A text with code in it, as one module whose lines stand where they stand in the text, so that a message about line 40 of the
 * module is about line 40 of the page. `shared`: a block sees what the blocks above it declare and may declare a name again;
 * otherwise each block stands alone. Imports are gathered on the first line.
 */
export interface Script {
  readonly path: string;
  readonly blocks: readonly Block[];
  readonly shared: boolean;
  /** imports that the blocks do not have to write */
  readonly imports: readonly string[];
}

/** Output that the text promises: after `→` verbatim, otherwise a value, or the type of the expression. */
export interface Expectation {
  readonly line: number;
  readonly text: string;
  readonly verbatim: boolean;
}

/** Lines that must not compile, with what the compiler must say about them. */
export interface Refusal {
  readonly from: number;
  readonly to: number;
  readonly sentences: readonly string[];
}

/** A block taken apart; the texts have as many lines as the block. */
export interface Parsed {
  readonly block: Block;
  readonly imports: readonly string[];
  /** for the type checker: all but the imports */
  readonly checked: string;
  /** to be run: without the imports and without what must not compile */
  readonly run: string;
  readonly expectations: readonly Expectation[];
  readonly refusals: readonly Refusal[];
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const edit = (text: string, edits: readonly Edit[]): string =>
  [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((result, { from, to, text: by }) => result.slice(0, from) + by + result.slice(to), text);

const isLog = (node: ts.Node): boolean => ts.isCallExpression(node) && node.expression.getText().startsWith('console.');

const bindings = (declaration: ts.ImportDeclaration): readonly string[] => {
  const named = declaration.importClause?.namedBindings;
  if (named === undefined || !ts.isNamedImports(named) || declaration.importClause?.name !== undefined)
    return [declaration.getText()];
  const type = declaration.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type ' : '';
  return named.elements.map(
    (element) => `import { ${type}${element.getText()} } from ${declaration.moduleSpecifier.getText()};`,
  );
};

/** Takes a block apart. In a doc comment (`shared` false) a comment behind an expression is an expectation even without an arrow. */
export const parse = (block: Block, shared: boolean): Parsed => {
  const source = ts.createSourceFile('block.ts', block.code, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number): number => block.line + source.getLineAndCharacterOfPosition(position).line;
  const imports: string[] = [];
  const hoisted: Edit[] = [];
  const unrun: Edit[] = [];
  const expectations: Expectation[] = [];
  const refusals: Refusal[] = [];

  for (const statement of source.statements) {
    const [from, to] = [statement.getStart(), statement.end];
    if (ts.isImportDeclaration(statement)) {
      imports.push(...bindings(statement));
      hoisted.push({ from, to, text: blank(block.code.slice(from, to)) });
    }
    const [comment] = ts.getTrailingCommentRanges(block.code, to) ?? [];
    if (comment?.kind !== ts.SyntaxKind.SingleLineCommentTrivia) continue;
    const text = block.code.slice(comment.pos + 2, comment.end).trim();
    if (text.startsWith('error:')) {
      refusals.push({ from: lineAt(from), to: lineAt(to), sentences: [text.slice(6).trim()] });
      unrun.push({ from, to, text: blank(block.code.slice(from, to)) });
    } else if (ts.isExpressionStatement(statement)) {
      const { expression } = statement;
      const arrow = text.startsWith('→');
      if (!arrow && shared && !isLog(expression)) continue;
      if (!arrow) expectations.push({ line: lineAt(comment.pos), text, verbatim: false });
      if (isLog(expression)) continue;
      unrun.push({ from, to: from, text: '$print(' }, { from: expression.end, to: expression.end, text: ')' });
    }
  }
  block.code.split('\n').forEach((text, i) => {
    const arrow = /\/\/ → ?(.*)$/.exec(text);
    if (arrow) expectations.push({ line: block.line + i, text: arrow[1] ?? '', verbatim: true });
  });
  if (block.mode === 'fails')
    refusals.push({
      from: block.line,
      to: block.line + source.getLineStarts().length - 1,
      sentences: [...block.code.matchAll(/\/\/ error: *(.*)$/gm)].map((match) => match[1] ?? ''),
    });
  return {
    block,
    imports,
    checked: edit(block.code, hoisted),
    run: block.mode === 'run' ? edit(block.code, [...hoisted, ...unrun]) : blank(block.code),
    expectations: expectations.sort((a, b) => a.line - b.line),
    refusals: block.mode === 'fails' ? refusals.slice(-1) : refusals,
  };
};

/** The blocks of a script and the module they make, to be checked or to be run. It always joins the engine. */
export const moduleText = (script: Script, parsed: readonly Parsed[], text: 'checked' | 'run'): string => {
  const lines: string[] = [];
  const append = (line: number, code: string): void => {
    while (lines.length < line) lines.push('');
    lines[line - 1] = `${lines[line - 1] ?? ''}${code}`;
  };
  const imports = [...new Set([...script.imports, ...parsed.flatMap((part) => part.imports)])];
  append(
    1,
    `import 'pullback'; ${imports.join(' ')} export default async ($block: (line: number) => void, $print: (value: unknown) => void, console: Console) => { `,
  );
  for (const part of parsed) {
    const { block } = part;
    append(block.line, `{ $block(${block.line}); `);
    part[text].split('\n').forEach((code, i) => append(block.line + i, code));
    if (!script.shared || block.mode === 'fails') append(block.line + part[text].split('\n').length, '} ');
  }
  lines.push(script.shared ? '}'.repeat(parsed.filter(({ block }) => block.mode !== 'fails').length) : '', '}');
  return lines.join('\n');
};
