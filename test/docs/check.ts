import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { moduleText, parse, type Parsed, type Script } from './script.js';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const configuration = join(root, 'tsconfig.json');
const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(
    ts.readConfigFile(configuration, (name) => ts.sys.readFile(name)).config,
    ts.sys,
    root,
  ).options,
  noEmit: true,
  noUnusedLocals: false,
  noUnusedParameters: false,
  verbatimModuleSyntax: false,
  isolatedModules: false,
};

/** The files of the disk, parsed once. */
const onDisk = new Map<string, ts.SourceFile | undefined>();

/** A compiler's view of the package in which some files exist only here. */
const programOf = (virtual: ReadonlyMap<string, string>, files: readonly string[]): ts.Program => {
  const host = ts.createCompilerHost(options);
  return ts.createProgram({
    rootNames: files,
    options,
    host: {
      ...host,
      fileExists: (name) => virtual.has(name) || host.fileExists(name),
      readFile: (name) => virtual.get(name) ?? host.readFile(name),
      getSourceFile: (name, version, ...rest) => {
        const text = virtual.get(name);
        if (text !== undefined) return ts.createSourceFile(name, text, version, true);
        if (!onDisk.has(name)) onDisk.set(name, host.getSourceFile(name, version, ...rest));
        return onDisk.get(name);
      },
    },
  });
};

const exportsOf = (program: ts.Program, file: string): readonly string[] => {
  const source = program.getSourceFile(file);
  const symbol = source && program.getTypeChecker().getSymbolAtLocation(source);
  return symbol
    ? program
        .getTypeChecker()
        .getExportsOfModule(symbol)
        .map(({ name }) => name)
    : [];
};

/**
 * The examples of source files as scripts. An example may use, without an import, what its own file exports, what the entry point of its room
 * exports, what `pullback` exports and, where the name is none of these, what `pullback/nn` exports.
 */
export const exampleScripts = (examples: ReadonlyMap<string, Script['blocks']>): readonly Script[] => {
  const entries = (file: string): readonly string[] => [
    file,
    join('src', file.split('/')[1] ?? '', 'index.ts'),
    'src/index.ts',
    'src/nn/index.ts',
  ];
  const files = [...new Set([...examples.keys()].flatMap(entries))].map((file) => join(root, file));
  const program = programOf(
    new Map(),
    files.filter((name) => ts.sys.fileExists(name)),
  );
  return [...examples].map(([path, blocks]) => {
    const words = new Set(blocks.flatMap(({ code }) => code.match(/[\w$]+/g) ?? []));
    const imported = new Set(
      blocks.flatMap((block) => parse(block, false).imports).flatMap((text) => text.match(/[\w$]+/g) ?? []),
    );
    const known = new Map<string, string>();
    for (const file of [...entries(path)].reverse())
      for (const name of exportsOf(program, join(root, file))) known.set(name, file);
    return {
      path,
      blocks,
      shared: false,
      imports: [...known]
        .filter(([name]) => words.has(name) && !imported.has(name))
        .map(([name, file]) => `import { ${name} } from '${join(root, file).replace(/\.ts$/, '.js')}';`),
    };
  });
};

/** A script that was type-checked. */
export interface Checked {
  readonly script: Script;
  readonly parsed: readonly Parsed[];
  /** one sentence for each surprise of the compiler */
  readonly complaints: readonly string[];
  /** the types of the expressions that end on a line */
  readonly types: ReadonlyMap<number, string>;
}

const complaintsOf = (script: Script, parsed: readonly Parsed[], said: readonly (readonly [number, string])[]) => {
  const refusals = parsed.flatMap((part) => part.refusals);
  const unexpected = said
    .filter(
      ([line, message]) =>
        !refusals.some(
          ({ from, to, sentences }) => from <= line && line <= to && sentences.some((s) => message.includes(s)),
        ),
    )
    .map(([line, message]) => `${script.path}:${line}: ${message}`);
  const unsaid = refusals.flatMap(({ from, to, sentences }) =>
    (sentences.length === 0 ? ['error: (this block has no such comment)'] : sentences)
      .filter((sentence) => !said.some(([line, message]) => from <= line && line <= to && message.includes(sentence)))
      .map((sentence) => `${script.path}:${from}: the compiler does not say "${sentence}"`),
  );
  return [...unexpected, ...unsaid];
};

/** Type-checks all scripts in one program, against the source of the package. */
export const check = (scripts: readonly Script[]): readonly Checked[] => {
  const modules = scripts.map((script) => {
    const parsed = script.blocks.map((block) => parse(block, script.shared));
    const file = join(root, script.path.replace(/\.ts$/, '.example')) + '.ts';
    return { script, parsed, file, text: moduleText(script, parsed, 'checked') };
  });
  const program = programOf(
    new Map(modules.map(({ file, text }) => [file, text])),
    modules.map(({ file }) => file),
  );
  const checker = program.getTypeChecker();
  return modules.map(({ script, parsed, file }) => {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`${file} is not in the program`);
    const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
    const said = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start, messageText }) => [lineAt(start ?? 0), ts.flattenDiagnosticMessageText(messageText, '\n')] as const,
    );
    const types = new Map<number, string>();
    const visit = (node: ts.Node): void => {
      if (ts.isExpressionStatement(node))
        types.set(
          lineAt(node.end),
          checker.typeToString(checker.getTypeAtLocation(node.expression), undefined, ts.TypeFormatFlags.NoTruncation),
        );
      ts.forEachChild(node, visit);
    };
    visit(source);
    return { script, parsed, complaints: complaintsOf(script, parsed, said), types };
  });
};
