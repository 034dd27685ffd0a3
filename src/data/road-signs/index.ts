export type { Seed } from './draw.js';
export { roadSignClasses } from './classes.js';
export { liveOrSpoof, liveOrSpoofClasses, type LiveOrSpoof } from './live-or-spoof.js';
export { roadScenes, type RoadSceneOptions, type RoadScenes } from './road-scenes.js';
export { roadSign, type RoadSign } from './road-sign.js';
export { roadSigns, type RoadSigns } from './road-signs.js';
