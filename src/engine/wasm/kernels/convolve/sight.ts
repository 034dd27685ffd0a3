/** What the outputs of an axis see of its inputs. */
import { divisor } from './geometry.js';
import type { Axis } from './geometry.js';

/** Whole numbers from `first` on. */
export interface Progression {
  readonly count: number;
  readonly first: number;
  readonly step: number;
}

/**
 * The outputs of an axis that meet the same taps: `outputs`. The q-th of them sees with tap i the input q·stride + sources[i], counted without the zeros
 * of the spacing, which no tap of the phase meets.
 */
export interface Phase {
  readonly outputs: Progression;
  readonly taps: Progression;
  readonly sources: Progression;
}

/** The phases of an axis, one without spacing, and the inputs that they see, from `lowest` on. */
export interface Sight {
  readonly axis: Axis;
  readonly phases: readonly Phase[];
  /** outputs of a phase at most */
  readonly length: number;
  /** distance of neighbouring outputs of a phase, and of the inputs they see */
  readonly every: number;
  readonly stride: number;
  readonly lowest: number;
  /** inputs between the first and the last that one output of each phase sees */
  readonly span: number;
}

const phasesOf = ({ output, kernel, stride, dilation, spacing, low }: Axis, every: number): readonly Phase[] => {
  const step = spacing / divisor(dilation, spacing);
  return Array.from({ length: Math.min(every, output) }, (_, first) => {
    const place = (tap: number): number => first * stride + tap * dilation - low;
    const tap = Array.from({ length: Math.min(kernel, step) }, (_, k) => k).find((k) => place(k) % spacing === 0);
    const count = tap === undefined ? 0 : Math.ceil((kernel - tap) / step);
    return {
      outputs: { count: Math.ceil((output - first) / every), first, step: every },
      taps: { count, first: tap ?? 0, step },
      sources: { count, first: place(tap ?? 0) / spacing, step: (step * dilation) / spacing },
    };
  });
};

/** Undefined where no tap meets anything. */
export const sight = (axis: Axis): Sight | undefined => {
  const every = axis.spacing / divisor(axis.stride, axis.spacing);
  const phases = phasesOf(axis, every);
  const seen = phases.filter(({ taps }) => taps.count > 0).map(({ sources }) => sources);
  if (seen.length === 0) return undefined;
  const lowest = Math.min(...seen.map(({ first }) => first));
  const highest = Math.max(...seen.map(({ first, count, step }) => first + (count - 1) * step));
  return {
    axis,
    phases,
    length: Math.ceil(axis.output / every),
    every,
    stride: (every * axis.stride) / axis.spacing,
    lowest,
    span: highest - lowest + 1,
  };
};

/** inputs that so many neighbouring outputs of a phase see */
export const seen = ({ stride, span }: Sight, outputs: number): number => (outputs - 1) * stride + span;

/** Of the three axes. */
export type Sights = readonly [Sight, Sight, Sight];
