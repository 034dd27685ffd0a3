/** What surrounds the engine: Node, a page, or neither. Everything is looked up where it is used, so that importing the library needs none of it. */

/** The part of `node:v8` that the engine uses. */
interface Flags {
  readonly setFlagsFromString: (flag: string) => void;
}

interface Surroundings {
  readonly process?: {
    readonly getBuiltinModule?: (id: 'node:v8') => Flags | undefined;
  };
}

const surroundings: Surroundings = globalThis;

const inverse = (flag: string): string => (flag.startsWith('no-') ? flag.slice(3) : `no-${flag}`);

/** Runs an action with flags of V8 set, where the platform is Node: they hold for the process, so they are taken back. */
export const underFlags = <T>(flags: readonly string[], action: () => T): T => {
  const v8 = surroundings.process?.getBuiltinModule?.('node:v8');
  flags.forEach((flag) => v8?.setFlagsFromString(`--${flag}`));
  try {
    return action();
  } finally {
    flags.forEach((flag) => v8?.setFlagsFromString(`--${inverse(flag)}`));
  }
};
