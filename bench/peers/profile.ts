import { plan, type Plan, type PlanStep } from '../../src/index.js';

const total = (steps: readonly PlanStep[], of: (step: PlanStep) => number): number =>
  steps.reduce((sum, step) => sum + of(step), 0);

/** Steps as one: how often they run, and what one run of them does on average. */
const together = (kernel: string, steps: readonly PlanStep[]): PlanStep => {
  const times = total(steps, (step) => step.times);
  return {
    kernel,
    times,
    operands: [],
    flops: total(steps, (step) => step.flops * step.times) / times,
    bytes: total(steps, (step) => step.bytes * step.times) / times,
    milliseconds: total(steps, (step) => step.milliseconds ?? 0),
  };
};

/** A profile with a line for each name of a kernel, the slowest first. */
export const byKernel = (profile: Plan): Plan => {
  const names = [...new Set(profile.steps.map(({ kernel }) => kernel))];
  const steps = names.map((name) =>
    together(
      name,
      profile.steps.filter(({ kernel }) => kernel === name),
    ),
  );
  return plan({ ...profile, steps: steps.sort((a, b) => (b.milliseconds ?? 0) - (a.milliseconds ?? 0)) });
};
