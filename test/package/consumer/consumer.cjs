const { use } = require('./use.cjs');

const rooms = ['nn', 'optim', 'train', 'models', 'data', 'viz', 'testing'].map((room) => require(`pullback/${room}`));
use(require('pullback'), ...rooms);
