import { afterAll } from 'vitest';
import { describeChips } from './chip.suite.js';
import { GpioSimMachine } from './gpio-sim-machine.js';
import { describeLineInfo } from './line-info.suite.js';
import { describeLineRequests } from './line-request.suite.js';

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

describeChips(machine);
describeLineInfo(machine);
describeLineRequests(machine);
