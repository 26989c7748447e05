import { bundleStage } from './bundle.js';
import { hostStage, prebuildStages } from './host.js';
import { libgpiodStage } from './libgpiod.js';
import { asyncifiedToolsStage, playgroundStage } from './playground.js';
import { runStage } from './stage.js';
import { toolsStage } from './tools.js';
import { upstreamStage } from './upstream.js';

/** What to build. */
export interface BuildOptions {
  /** The native addon of every architecture in the package, in place of this machine's alone. */
  readonly prebuilds?: boolean;
}

/** Makes dist/: whatever has changed since the last time, in the order in which stages need each other. */
export async function build({ prebuilds = false }: BuildOptions = {}): Promise<void> {
  await runStage(upstreamStage());
  await runStage(libgpiodStage());
  await runStage(toolsStage());
  for (const addon of prebuilds ? prebuildStages() : [hostStage()]) await runStage(addon);
  await runStage(bundleStage());
  await runStage(asyncifiedToolsStage());
  await runStage(playgroundStage());
}
