import { writeFileSync } from 'node:fs';
import { isTool, runTool } from '../../../ts/cli/tool.js';
import { PatientKernel } from './patient-kernel.js';

// A tool as a process of its own, on a fake chip. PID_FILE is written by whichever process runs it.
const [, , tool = '', ...args] = process.argv;
if (!isTool(tool)) throw new Error(`no tool ${tool}`);
const pidFile = process.env.PID_FILE;
if (pidFile !== undefined) writeFileSync(pidFile, String(process.pid));

process.exitCode = await runTool(tool, args, {
  kernel: new PatientKernel(),
  waitReadable: () => true,
});
