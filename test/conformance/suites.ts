import { describeArguments } from './arguments.suite.js';
import { describeChips } from './chip.suite.js';
import { describeEdgeEvents } from './edge-events.suite.js';
import { describeEdgeStreams } from './edge-streams.suite.js';
import { describeInfoEvents } from './info-events.suite.js';
import { describeLifetime } from './lifetime.suite.js';
import { describeLineInfo } from './line-info.suite.js';
import { describeLineRequests } from './line-request.suite.js';
import { describeLineValues } from './line-values.suite.js';
import { describeLoading } from './load.suite.js';
import type { Machine } from './machine.js';
import { describePulses } from './pulses.suite.js';
import { describeReconfigure } from './reconfigure.suite.js';
import { describeSequences } from './sequence.suite.js';
import { describeTrace } from './trace.suite.js';
import { describeUnplugging } from './unplug.suite.js';

/** All that one process can prove of the API on a machine. */
export function describeConformance(machine: Machine): void {
  describeLoading(machine);
  describeChips(machine);
  describeLineInfo(machine);
  describeLineRequests(machine);
  describeLineValues(machine);
  describeReconfigure(machine);
  describeEdgeEvents(machine);
  describeEdgeStreams(machine);
  describePulses(machine);
  describeInfoEvents(machine);
  describeArguments(machine);
  describeLifetime(machine);
  describeUnplugging(machine);
  describeSequences(machine);
  describeTrace(machine);
}
