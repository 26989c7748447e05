import { afterAll } from 'vitest';
import { GpioSimMachine } from './gpio-sim-machine.js';
import { describeConformance } from './suites.js';

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

describeConformance(machine);
