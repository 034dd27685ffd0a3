const { notEqual, equal } = require('node:assert/strict');

/** Every entry point exports something, and what two of them export under one name is one value, not two copies of it. */
exports.sharedNames = (entries) => {
  const seen = new Map();
  for (const [entry, namespace] of entries) {
    const names = Object.keys(namespace);
    notEqual(names.length, 0, `${entry} exports nothing`);
    for (const name of names.filter((name) => name !== 'default')) {
      const first = seen.get(name);
      if (first) equal(namespace[name], first.value, `${first.entry} and ${entry} have their own ${name} each`);
      else seen.set(name, { entry, value: namespace[name] });
    }
  }
};
