/** Pictures from plain numbers: figures as SVG, images as PNG, reports as one HTML page; the same in Node and a browser. */
export { barChart, type Bar, type BarChart } from './bar-chart.js';
export { confusionMatrix, type ConfusionMatrix } from './confusion-matrix.js';
export { imageGrid, type Captioned, type ImageGrid } from './image-grid.js';
export { lineChart, type LineChart, type Point, type Series } from './line-chart.js';
export type { Markup } from './markup.js';
export { page, type Page, type Section, type Table } from './page.js';
export { dataUri, png, type Image, type Normalisation } from './png.js';
