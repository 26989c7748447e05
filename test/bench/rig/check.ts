// Runs inside the rig: whether every loop of every contestant does on gpio-sim what its name says.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Contestant } from '../contestant.js';
import type { Peer } from '../peers.js';
import { compareIoctls, type Outcome, observe } from './meaning.js';
import { OldSysfs } from './old-sysfs.js';
import { SimChips } from './sim-chips.js';

/** A loop that waits for what never comes is not waited for. */
const patienceMs = 20_000;

const [, , peersFile = '', library = ''] = process.argv;
const peers = JSON.parse(readFileSync(peersFile, 'utf8')) as readonly Peer[];
const log = join(tmpdir(), 'ioctls');
const env = { ...process.env, LD_PRELOAD: library, IOCTL_LOG: log };

/** In a process of its own: with it goes what it holds, and the next loop finds the lines free. */
async function inProcess<Result>(
  peer: Peer,
  use: (contestant: Contestant) => Promise<Result>,
): Promise<Result> {
  const contestant = await Contestant.start(peer, env);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`it does not end within ${patienceMs / 1000} s`);
    timer = setTimeout(() => reject(error), patienceMs);
  });
  try {
    return await Promise.race([use(contestant), late]);
  } finally {
    clearTimeout(timer);
    await contestant.stop();
  }
}

/** What fails is a difference, too. */
async function outcomeOf(peer: Peer, loop: string, chips: SimChips): Promise<Outcome> {
  try {
    return await inProcess(peer, (contestant) => observe(loop, contestant, chips));
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { differences: [text], ioctls: [] };
  }
}

using chips = new SimChips(log);
/** C's, which come first. */
const native = new Map<string, Outcome>();
let differing = 0;
for (const peer of peers) {
  const loops = await inProcess(peer, async ({ loops }) => loops);
  using _numbers = peer.sysfs ? new OldSysfs() : undefined;
  let right = 0;
  for (const loop of loops) {
    const outcome = await outcomeOf(peer, loop, chips);
    const c = native.get(loop);
    if (peer.name === 'C') native.set(loop, outcome);
    const compared = peer.name === 'libgpiod-wasm' && c !== undefined;
    const differences = [...outcome.differences, ...(compared ? compareIoctls(outcome, c) : [])];
    for (const difference of differences) console.log(`${peer.name}: ${loop}: ${difference}`);
    if (differences.length === 0) right++;
    else differing++;
  }
  console.log(`${peer.name}: ${right} of ${loops.length} loops do what their names say`);
}
process.exitCode = differing === 0 ? 0 : 1;
