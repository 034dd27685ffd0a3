import { posix } from 'node:path';
import ts from 'typescript';

/** The text of each file, by its path below the source folder. */
export type Tree = ReadonlyMap<string, string>;

/** What each room may import, besides itself. */
export type Allowed = Readonly<Record<string, readonly string[]>>;

/** The room of a file: its first folder, or `entry` for a file in no folder. */
export const roomOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : 'entry');

/** The relative imports of each file, of types and at run time too, as paths of the tree. */
export const importGraph = (tree: Tree): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...tree].map(([file, text]) => [
      file,
      ts
        .preProcessFile(text)
        .importedFiles.map((imported) => imported.fileName)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts')),
    ]),
  );

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

/** One sentence for each way in which the tree breaks the order of the rooms; none for a house in order. */
export const violations = (tree: Tree, allowed: Allowed): readonly string[] => {
  const graph = importGraph(tree);
  const unknown = [...new Set([...tree.keys()].map(roomOf))].filter((room) => !(room in allowed));
  const upward = [...graph].flatMap(([file, imports]) =>
    imports
      .filter((target) => roomOf(target) !== roomOf(file) && !allowed[roomOf(file)]?.includes(roomOf(target)))
      .map((target) => `${file} imports ${target}: ${roomOf(file)} may not import ${roomOf(target)}`),
  );
  const vague = [...tree.keys()].filter((file) => /(^|\/)(utils?|helpers?|misc|common)(\/|\.)/.test(file));
  return [
    ...unknown.map((room) => `${room} is no room of the house: give it a row in the table`),
    ...upward,
    ...circles(graph).map((files) => `a circle of imports: ${files.join(', ')}`),
    ...vague.map((file) => `${file} says nothing about its content: name the idea`),
  ];
};
