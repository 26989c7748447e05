import { build } from './build/all.js';

await build({ prebuilds: process.argv.includes('--prebuilds') });
