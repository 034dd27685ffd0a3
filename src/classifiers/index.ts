/** Classifiers before networks: nearest neighbours, linear ones, the perceptron. */
export {};
