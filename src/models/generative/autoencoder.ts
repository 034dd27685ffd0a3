import { conv2d, convTranspose2d, relu, sequential, times } from '../../nn/index.js';

/** What an autoencoder is told. */
export interface AutoencoderOptions<P extends number, C extends number> {
  /** The planes of the pictures, 1 or 3. */
  readonly planes: P;
  /** The channels of the first layer; the code in the middle has twice as many. */
  readonly channels: C;
}

/**
 * A convolutional autoencoder: half the size twice, and twice the size twice. What comes out has to be guessed from a code that has no
 * room for noise, so that learned on noisy pictures with clean ones as targets it takes noise out.
 * Shape   [planes, H, W] → [planes, H, W]; H and W are multiples of 4
 * Source  Hinton and Salakhutdinov 2006; Vincent et al. 2008 for noise
 * @example
 * model([1, 28, 28], autoencoder({ planes: 1, channels: 16 })).output // [1, 28, 28]
 */
export const autoencoder = <const P extends number, const C extends number>({
  planes,
  channels,
}: AutoencoderOptions<P, C>) =>
  sequential(
    { encoder1: conv2d({ out: channels, kernel: 4, stride: 2, padding: 1 }) },
    relu,
    { encoder2: conv2d({ out: times(2, channels), kernel: 4, stride: 2, padding: 1 }) },
    relu,
    { middle: conv2d({ out: times(2, channels), kernel: 3, padding: 1 }) },
    relu,
    { decoder2: convTranspose2d({ out: channels, kernel: 4, stride: 2, padding: 1 }) },
    relu,
    { decoder1: convTranspose2d({ out: planes, kernel: 4, stride: 2, padding: 1 }) },
  );
