import { sharedNames } from './shared-names.cjs';

sharedNames(await Promise.all(process.argv.slice(2).map(async (name) => [name, await import(name)])));
