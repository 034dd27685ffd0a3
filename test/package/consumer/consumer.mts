import * as pullback from 'pullback';

export default pullback;
