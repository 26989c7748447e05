import { bundleStage } from './build/bundle.js';
import { hostStage, prebuildStages } from './build/host.js';
import { libgpiodStage } from './build/libgpiod.js';
import { runStage } from './build/stage.js';
import { toolsStage } from './build/tools.js';
import { upstreamStage } from './build/upstream.js';

const shims = process.argv.includes('--prebuilds') ? prebuildStages : () => [hostStage()];

await runStage(upstreamStage());
await runStage(libgpiodStage());
await runStage(toolsStage());
for (const shim of shims()) await runStage(shim);
await runStage(bundleStage());
