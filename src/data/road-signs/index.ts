export type { Seed } from './draw.js';
export { roadSignClasses } from './classes.js';
export { roadSign, type RoadSign } from './road-sign.js';
export { roadSigns, type RoadSigns } from './road-signs.js';
