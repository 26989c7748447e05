import { runStage } from './build/stage.js';
import { upstreamStage } from './build/upstream.js';
import { libgpiodStage } from './build/libgpiod.js';

await runStage(upstreamStage());
await runStage(libgpiodStage());
