import type { Engine, Executable, Plan } from '../../src/index.js';

/** An engine like another, with the plan and the profile of what it ran last. */
export interface Observed {
  readonly engine: Engine;
  readonly plan: () => Plan | undefined;
  readonly profile: () => Plan | undefined;
}

/** Watches an engine, for programs that are compiled out of sight. */
export const observe = (engine: Engine): Observed => {
  let last: { readonly executable: Executable; readonly inputs: Parameters<Executable>[0] } | undefined;
  return {
    engine: {
      name: engine.name,
      compile: (graph) => {
        const executable = engine.compile(graph);
        return (inputs) => {
          last = { executable, inputs };
          return executable(inputs);
        };
      },
    },
    plan: () => last?.executable.plan,
    profile: () => last?.executable.profile?.(last.inputs),
  };
};
