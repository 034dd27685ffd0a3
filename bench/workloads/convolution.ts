import type { Convolution, Workload } from './workload.js';

type Layer = Omit<Convolution, 'kind' | 'part'>;

const s1 = { batch: 64, kernel: 5, stride: 1, padding: 0 } as const;
const resnet = { batch: 32, kernel: 3, padding: 1 } as const;

/** The different convolutions of S1 and of ResNet-20. */
const layers: Readonly<Record<string, Layer>> = {
  's1 3→6@5': { ...s1, channels: 3, out: 6, size: 32 },
  's1 6→16@5': { ...s1, channels: 6, out: 16, size: 14 },
  'resnet 3→16': { ...resnet, stride: 1, channels: 3, out: 16, size: 32 },
  'resnet 16→16': { ...resnet, stride: 1, channels: 16, out: 16, size: 32 },
  'resnet 16→32/2': { ...resnet, stride: 2, channels: 16, out: 32, size: 32 },
  'resnet 32→32': { ...resnet, stride: 1, channels: 32, out: 32, size: 16 },
  'resnet 32→64/2': { ...resnet, stride: 2, channels: 32, out: 64, size: 16 },
  'resnet 64→64': { ...resnet, stride: 1, channels: 64, out: 64, size: 8 },
};

const parts = ['forward', 'input gradient', 'filter gradient'] as const;

/** Each of them forward and backward. */
export const convolutions: readonly Workload[] = Object.entries(layers).flatMap(([name, layer], index) =>
  parts.map((part) => ({
    name: `${part} ${name}`,
    group: 'convolution',
    work: { kind: 'convolution', part, ...layer },
    quick: index < 2,
  })),
);

/** The height and width of what a convolution makes. */
export const outputSide = ({ size, kernel, stride, padding }: Layer): number =>
  Math.floor((size + 2 * padding - kernel) / stride) + 1;
