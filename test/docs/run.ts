import { dirname, join } from 'node:path';
import { isDeepStrictEqual, format } from 'node:util';
import { compileFunction, runInThisContext } from 'node:vm';
import ts from 'typescript';
import { root, type Checked } from './check.js';
import { moduleText, type Expectation } from './script.js';

/** Something printed: its text, and the value where it was one value. */
interface Printed {
  readonly text: string;
  readonly value: unknown;
}

interface Exported {
  default?: (block: (line: number) => void, print: (value: unknown) => void, output: Console) => Promise<void>;
}
type Definition = (exports: Exported, require: (name: string) => unknown) => void;

const load = async (specifier: string, from: string): Promise<object> => {
  const entry = /^pullback(?:\/(\w+))?$/.exec(specifier);
  const file = entry
    ? join(root, 'src', entry[1] ?? '', 'index.ts')
    : join(root, dirname(from), specifier).replace(/\.js$/, '.ts');
  const target = entry || specifier.startsWith('.') ? file : specifier.replace(/^(\/.*)\.js$/, '$1.ts');
  return { __esModule: true, ...((await import(/* @vite-ignore */ target)) as object) };
};

/** Runs a script and gathers what each block prints. */
const outputs = async ({ script, parsed }: Checked): Promise<ReadonlyMap<number, readonly Printed[]>> => {
  const text = moduleText(script, parsed, 'run');
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true },
  });
  const specifiers = ts.preProcessFile(outputText, true, true).importedFiles.map(({ fileName }) => fileName);
  const modules = new Map(
    await Promise.all(specifiers.map(async (name) => [name, await load(name, script.path)] as const)),
  );
  const printed = new Map<number, Printed[]>();
  let current: Printed[] = [];
  let line = 0;
  const print = (...values: readonly unknown[]): void =>
    void current.push({ text: format(...values), value: values.length === 1 ? values[0] : undefined });
  const exported: Exported = {};
  const define = compileFunction(outputText, ['exports', 'require'], { filename: script.path }) as Definition;
  define(exported, (name) => modules.get(name));
  await exported
    .default?.(
      (at: number) => {
        line = at;
        printed.set(at, (current = []));
      },
      print,
      { ...console, log: print, info: print, warn: print, error: print },
    )
    .catch((error: unknown) => {
      throw new Error(`${script.path}:${line}: this block throws ${String(error)}`, { cause: error });
    });
  return printed;
};

/** One line without alignment, single quotes, and without the default element type: how a comment may write a value or a type. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/(?<=[[{]) | (?=[\]}])/g, '')
    .replaceAll('"', "'")
    .replaceAll(", 'float32'>", '>');

const denotes = (text: string, value: unknown): boolean => {
  try {
    return isDeepStrictEqual(runInThisContext(`(${text})`), value);
  } catch {
    return false;
  }
};

const fulfils = ({ text }: Expectation, printed: Printed, type: string | undefined): boolean =>
  plain(printed.text) === plain(text) ||
  (type !== undefined && plain(type) === plain(text)) ||
  denotes(text, printed.value);

/** Runs a script; one sentence for each line of output that is not what the text promises. */
export const run = async (checked: Checked): Promise<readonly string[]> => {
  const printed = await outputs(checked);
  return checked.parsed.flatMap(({ block, expectations }) => {
    if (block.mode !== 'run' || expectations.length === 0) return [];
    const rest = [...(printed.get(block.line) ?? [])];
    const broken = expectations.flatMap((expectation): readonly string[] => {
      const next = rest.shift();
      const [first = '', ...others] = next?.text.split('\n') ?? [];
      const more = expectation.verbatim && others.length > 0;
      if (more) rest.unshift({ text: others.join('\n'), value: undefined });
      const kept =
        next !== undefined &&
        (expectation.verbatim
          ? first === expectation.text
          : fulfils(expectation, next, checked.types.get(expectation.line)));
      const type = expectation.verbatim ? undefined : checked.types.get(expectation.line);
      const text = next === undefined ? 'nothing' : `"${expectation.verbatim ? first : next.text}"`;
      const found = type === undefined || type === 'void' ? text : `${text} of type ${type}`;
      return kept
        ? []
        : [`${checked.script.path}:${expectation.line}: expected "${expectation.text}", printed ${found}`];
    });
    const surplus = rest.map(
      ({ text }) => `${checked.script.path}:${block.line}: printed "${text}" besides what is expected`,
    );
    return [...broken, ...surplus];
  });
};
