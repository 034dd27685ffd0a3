import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';

/** The text of each file, by its path below the source folder. */
export type Tree = ReadonlyMap<string, string>;

/** What each room may import: of other rooms, or of packages. */
export type Allowed = Readonly<Record<string, readonly string[]>>;

/** The room of a file: its first folder, or `entry` for a file in no folder. */
export const roomOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : 'entry');

/** What a file imports, types included: files of the tree by their path, and packages by their name. */
const importsOf = (file: string, text: string) => {
  const specifiers = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
  return {
    files: specifiers
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts')),
    packages: specifiers
      .filter((specifier) => !specifier.startsWith('.'))
      .map((specifier) => (isBuiltin(specifier) ? 'node' : (/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier))),
  };
};

/** The circles of a graph: its strongly connected components of more than one node, and its loops (Tarjan 1972). */
export const circles = (graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] => {
  const index = new Map<string, number>();
  const stack: string[] = [];
  const found: (readonly string[])[] = [];
  const visit = (node: string): number => {
    const order = index.size;
    index.set(node, order);
    stack.push(node);
    const lowest = (graph.get(node) ?? [])
      .map((next) => (index.has(next) ? (stack.includes(next) ? index.get(next) : undefined) : visit(next)) ?? order)
      .reduce((least, reached) => Math.min(least, reached), order);
    if (lowest === order) {
      const component = stack.splice(stack.indexOf(node));
      if (component.length > 1 || (graph.get(node) ?? []).includes(node)) found.push(component.sort());
    }
    return lowest;
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
};

/** One sentence for each way in which the tree breaks the order of the house; none for a house in order. */
export const violations = (
  tree: Tree,
  rooms: Allowed,
  packages: Allowed,
  nameOf: (file: string) => string = roomOf,
): readonly string[] => {
  const imports = [...tree].map(([file, text]) => ({ file, room: nameOf(file), ...importsOf(file, text) }));
  const forbidden = imports.flatMap(({ file, room, files, packages: names }) => [
    ...files
      .filter((target) => nameOf(target) !== room && !rooms[room]?.includes(nameOf(target)))
      .map((target) => `${file} imports ${target}: ${room} may not import ${nameOf(target)}`),
    ...names.filter((name) => !packages[room]?.includes(name)).map((name) => `${file}: ${room} may not import ${name}`),
  ]);
  const unknown = [...new Set(imports.map(({ room }) => room))].filter((room) => !(room in rooms));
  const vague = [...tree.keys()].filter((file) => /(^|\/)(utils?|helpers?|misc|common)(\/|\.)/.test(file));
  return [
    ...unknown.map((room) => `${room} is no room of the house: give it a row in the table`),
    ...forbidden,
    ...circles(new Map(imports.map(({ file, files }) => [file, files]))).map(
      (files) => `a circle of imports: ${files.join(', ')}`,
    ),
    ...vague.map((file) => `${file} says nothing about its content: name the idea`),
  ];
};
