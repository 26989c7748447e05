import { afterAll } from 'vitest';
import { describeArguments } from './arguments.suite.js';
import { describeChips } from './chip.suite.js';
import { describeEdgeEvents } from './edge-events.suite.js';
import { GpioSimMachine } from './gpio-sim-machine.js';
import { describeInfoEvents } from './info-events.suite.js';
import { describeLifetime } from './lifetime.suite.js';
import { describeLineInfo } from './line-info.suite.js';
import { describeLineRequests } from './line-request.suite.js';
import { describeLineValues } from './line-values.suite.js';
import { describeReconfigure } from './reconfigure.suite.js';
import { describeTrace } from './trace.suite.js';
import { describeUnplugging } from './unplug.suite.js';

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

describeChips(machine);
describeLineInfo(machine);
describeLineRequests(machine);
describeLineValues(machine);
describeReconfigure(machine);
describeEdgeEvents(machine);
describeInfoEvents(machine);
describeArguments(machine);
describeLifetime(machine);
describeUnplugging(machine);
describeTrace(machine);
