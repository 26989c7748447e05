import { afterAll } from 'vitest';
import { SimMachine } from '../sim/sim-machine.js';
import { describeUpstreamExamples } from './upstream-examples.suite.js';

const machine = new SimMachine();
afterAll(() => machine.dispose());

describeUpstreamExamples(machine);
