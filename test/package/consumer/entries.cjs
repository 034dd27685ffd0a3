const { sharedNames } = require('./shared-names.cjs');

sharedNames(process.argv.slice(2).map((name) => [name, require(name)]));
