import { grad, multiply, random, sum, tensor, zeros, type Tensor } from 'pullback';
import { conv2d, evaluate, flatten, linear, maxPool2d, model, relu, sequential } from 'pullback/nn';

export const gradient: Tensor<[3]> = grad((x: Tensor<[3]>) => sum(multiply(x, x)))(tensor([1, 2, 3]));

const features = sequential({ conv1: conv2d({ out: 6, kernel: 5 }) }, relu, maxPool2d(2), flatten);
const net = model([3, 32, 32], sequential({ features }, { fc: linear(10) }));
const variables = net.init(random.key(0));
export const weight: Tensor<[6, 3, 5, 5]> = variables.params.features.conv1.weight;
export const logits: Tensor<[4, 10]> = net.forward(variables, zeros([4, 3, 32, 32]), evaluate)[0];

// @ts-expect-error features: conv1: conv2d: kernel 5 is larger than padded input 4
model([3, 4, 4], sequential({ features }, { fc: linear(10) }));
