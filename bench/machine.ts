/** What numbers depend on: where they were taken, and the versions of the peers. */
import { arch, cpus, platform } from 'node:os';
import manifest from './package.json' with { type: 'json' };

export const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  platform: `${platform()} ${arch()}`,
  node: process.version,
  packages: manifest.dependencies,
} as const;

/** The same to read. */
export const described = [
  `${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}`,
  Object.entries(machine.packages)
    .map(([name, version]) => `${name} ${version}`)
    .join(', '),
].join('\n');
