import type { NetworkName, NetworkWork, Workload } from './workload.js';

const networks: Readonly<Record<NetworkName, { readonly batch: number; readonly quick: boolean }>> = {
  xor: { batch: 4, quick: true },
  mlp: { batch: 64, quick: true },
  s1: { batch: 64, quick: true },
  resnet20: { batch: 32, quick: false },
  unet: { batch: 4, quick: false },
  transformer: { batch: 32, quick: false },
};

const names = ['xor', 'mlp', 's1', 'resnet20', 'unet', 'transformer'] as const satisfies readonly NetworkName[];

const each = (kind: NetworkWork['kind']): readonly Workload[] =>
  names.map((network) => {
    const { batch, quick } = networks[network];
    const name = `${kind} ${network} × ${batch}`;
    return { name, group: name, work: { kind, network, batch }, quick };
  });

/** A step of training of each network, and the use of each. */
export const networkWorkloads: readonly Workload[] = [...each('training'), ...each('inference')];
