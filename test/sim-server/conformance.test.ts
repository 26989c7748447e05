import { afterAll } from 'vitest';
import { describeConformance } from '../conformance/suites.js';
import { RemoteMachine } from './support/remote-machine.js';

const machine = await RemoteMachine.start();
afterAll(() => machine.dispose());

describeConformance(machine);
