#!/usr/bin/env node
import { main } from './cli/main.js';

if (process.getBuiltinModule === undefined) await import('./older-node.js');
process.exitCode = await main(process.argv);
