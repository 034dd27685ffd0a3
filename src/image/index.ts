/** Images: filters, noise, geometry, matching; and what it takes for an operator to be a convolution. An image is [...planes, height, width]. */
export {};
