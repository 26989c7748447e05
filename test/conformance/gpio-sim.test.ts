import { afterAll } from 'vitest';
import { describeChips } from './chip.suite.js';
import { GpioSimMachine } from './gpio-sim-machine.js';

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

describeChips(machine);
