export { roadSignClasses } from './classes.js';
export { roadSign, roadSigns } from './road-signs.js';
export type { RoadSign, RoadSigns } from './road-signs.js';
