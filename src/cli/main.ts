#!/usr/bin/env node
import { program } from './program.js';
import { terminal } from './terminal.js';

void program(process.argv.slice(2), terminal).then((status) => {
  process.exitCode = status;
});
