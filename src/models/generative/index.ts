export * from './autoencoder.js';
export * from './coder.js';
export * from './gan.js';
export * from './vae.js';
