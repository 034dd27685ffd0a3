/** Where buffers lie: each from its first to its last step, on memory that others use at other times. */
import type { Operand } from '../kernel.js';
import { operandsOf } from './program.js';
import type { Program, Unit } from './program.js';

/** The addresses of buffers, counted from 0, and how much memory they take. */
export interface Placement {
  readonly addresses: ReadonlyMap<number, number>;
  /** the buffers whose memory no other uses: what stands there is there in the next run too */
  readonly lasting: ReadonlySet<number>;
  readonly bytes: number;
  /** the least that any placement takes: the most that is alive at once */
  readonly bound: number;
}

/** a cache line */
const alignment = 64;

/** Bytes in whole cache lines. */
export const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

interface Life {
  readonly id: number;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** how many steps a unit has */
const lengthOf = (unit: Unit): number =>
  unit.kind === 'loop' ? unit.body.reduce((sum, inner) => sum + lengthOf(inner), 0) : 1;

/** from which step to which each buffer is alive; parameters are written before the first, outputs read after the last, and constants stay for the next run */
const livesOf = ({
  units,
  parameters,
  constants,
  outputs,
}: Program): { readonly lives: readonly Life[]; readonly steps: number } => {
  const lives = new Map<number, Life>();
  const touch = ({ buffer }: Operand, step: number): void => {
    const { first = step, last = step } = lives.get(buffer.id) ?? {};
    lives.set(buffer.id, {
      id: buffer.id,
      bytes: aligned(buffer.bytes),
      first: Math.min(first, step),
      last: Math.max(last, step),
    });
  };
  const written = new Set(constants.map(({ operand }) => operand.buffer.id));
  const walk = (list: readonly Unit[], from: number): number =>
    list.reduce((step, unit) => {
      const end = step + lengthOf(unit);
      if (unit.kind === 'loop') {
        walk(unit.body, step);
        // what comes from outside is read or written again in the next turn
        for (const operand of operandsOf(unit)) {
          const { id } = operand.buffer;
          if (id >= unit.inside[0] && id < unit.inside[1] && !written.has(id)) continue;
          touch(operand, step);
          touch(operand, end - 1);
        }
      } else operandsOf(unit).forEach((operand) => touch(operand, step));
      return end;
    }, from);
  const steps = walk(units, 0);
  outputs.forEach((operand) => touch(operand, steps));
  for (const operand of parameters) if (lives.has(operand.buffer.id)) touch(operand, -1);
  for (const { operand } of constants)
    if (lives.has(operand.buffer.id)) {
      touch(operand, -1);
      touch(operand, steps);
    }
  return { lives: [...lives.values()], steps };
};

/** Greedy by size: the largest first, each at the lowest address that is free throughout its life. */
export const place = (program: Program): Placement => {
  const { lives, steps } = livesOf(program);
  const placed: { readonly life: Life; readonly address: number }[] = [];
  const addresses = new Map<number, number>();
  let bytes = 0;
  for (const life of [...lives].sort((a, b) => b.bytes - a.bytes || a.first - b.first)) {
    let address = 0;
    for (const other of placed) {
      // `placed` is sorted by address: the first gap that is long enough
      if (other.life.first > life.last || other.life.last < life.first) continue;
      if (other.address - address >= life.bytes) break;
      address = Math.max(address, other.address + other.life.bytes);
    }
    const index = placed.findIndex((other) => other.address > address);
    placed.splice(index < 0 ? placed.length : index, 0, { life, address });
    addresses.set(life.id, address);
    bytes = Math.max(bytes, address + life.bytes);
  }
  return { addresses, lasting: alone(placed), bytes, bound: boundOf(lives, steps) };
};

/** those of buffers in the order of their addresses that meet no other */
const alone = (placed: readonly { readonly life: Life; readonly address: number }[]): ReadonlySet<number> => {
  const lasting = new Set<number>();
  let end = 0;
  placed.forEach(({ life, address }, index) => {
    const next = placed[index + 1]?.address ?? Infinity;
    if (address >= end && address + life.bytes <= next) lasting.add(life.id);
    end = Math.max(end, address + life.bytes);
  });
  return lasting;
};

const boundOf = (lives: readonly Life[], steps: number): number => {
  const changes = new Float64Array(steps + 3);
  for (const { first, last, bytes } of lives) {
    changes[first + 1] = (changes[first + 1] ?? 0) + bytes;
    changes[last + 2] = (changes[last + 2] ?? 0) - bytes;
  }
  let alive = 0;
  return changes.reduce((most, change) => Math.max(most, (alive += change)), 0);
};
