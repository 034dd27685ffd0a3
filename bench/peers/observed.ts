import type { Engine, Executable, Plan } from '../../src/index.js';

/** An engine like another, with the plan and the profile of what it compiled last. */
export interface Observed {
  readonly engine: Engine;
  readonly plan: () => Plan | undefined;
  readonly profile: () => Plan | undefined;
}

/** Watches an engine, for programs that are compiled out of sight. */
export const observe = (engine: Engine): Observed => {
  let last: Executable | undefined;
  let given: Parameters<Executable>[0] = [];
  return {
    engine: {
      name: engine.name,
      compile: (graph) => {
        const executable = engine.compile(graph);
        last = executable;
        return (inputs) => {
          given = inputs;
          return executable(inputs);
        };
      },
    },
    plan: () => last?.plan,
    profile: () => last?.profile?.(given),
  };
};
