import { afterAll } from 'vitest';
import { describeConformance } from '../conformance/suites.js';
import { SimMachine } from './sim-machine.js';

const machine = new SimMachine();
afterAll(() => machine.dispose());

describeConformance(machine);
