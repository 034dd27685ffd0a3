import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './check.js';

/** The texts below a folder whose names end so, by their path from the root of the project. */
export const texts = (folder: string, ending: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith(ending))
      .sort()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
