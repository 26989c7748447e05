import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildFakeChips } from '../bench/machine.js';
import { clean, type Outcome, runProgram } from '../support/addon-program.js';
import { TemporaryFolder } from '../support/temporary-folder.js';
import { type NodeCommand, nodeCommand } from '../support/test-machine.js';

let folder: TemporaryFolder;
let node: NodeCommand;

beforeAll(async () => {
  folder = new TemporaryFolder();
  const library = folder.join('fake-chip.so');
  await buildFakeChips(library);
  node = nodeCommand({ ...process.env, FAKE_CHIP_SYSCALL: '0' }, library);
});

afterAll(() => folder.remove());

/** `lines` is a request for 8 lines, which remember what they were set to. */
const PRELUDE = `
  const GPIO_V2_GET_LINE_IOCTL = 0xc250b407 | 0;
  const lines = (() => {
    const chip = open('/dev/gpiochip1');
    const view = new DataView(bytes.buffer, 0, 592);
    for (let line = 0; line < 8; line++) view.setUint32(4 * line, line, true);
    view.setUint32(560, 8, true);
    if (call('ioctl', chip, GPIO_V2_GET_LINE_IOCTL, 0) !== 0) throw new Error('no lines');
    close(chip);
    return view.getInt32(588, true);
  })();
`;

function runWithLines(body: string): Promise<Outcome> {
  return runProgram(PRELUDE + body, [], undefined, node);
}

it('a train sets and reads the lines of its mask, in order', async () => {
  const outcome = await runWithLines(
    `const steps = [
       { action: SET, bits: 0xff, mask: 0xff },
       { action: GET, mask: 0x0f },
       { action: SET, bits: 0x00, mask: 0x81 },
       { wait: 1000 },
       { action: GET, mask: 0xff },
       { action: SET, bits: 0x42, mask: 0xc3 },
       { action: GET, mask: 0xff, wait: 1000 },
     ];
     const reads = new BigUint64Array(8);
     console.log(playSync(lines, { steps, rounds: 2, reads }), reads.join(' '));
     reads.fill(0n);
     const stamps = new BigInt64Array(14);
     play(lines, { steps, rounds: 2, reads, stamps, spin: 100 }, (end) => {
       console.log(end, reads.join(' '), stamps.every((stamp) => stamp > 0n));
       close(lines);
     });`,
  );
  const [end, reads] = ['{ errno: 0, steps: 14 }', '15 126 126 15 126 126 0 0'];
  expect(outcome).toEqual({ ...clean, stdout: `${end} ${reads}\n${end} ${reads} true\n` });
});

it('a train reads nothing into arrays that nobody gave', async () => {
  const outcome = await runWithLines(
    `const steps = [{ action: GET, mask: 1 }];
     console.log(playSync(lines, { steps, rounds: 1000 }));
     play(lines, { steps, rounds: 1000 }, console.log);`,
  );
  const end = '{ errno: 0, steps: 1000 }\n';
  expect(outcome).toEqual({ ...clean, stdout: end + end });
});

it('the lines of a train that is stopped stay as its last step left them', async () => {
  const outcome = await runWithLines(
    `const steps = Array.from({ length: 256 }, (_, bits) => ({ action: SET, bits, mask: 0xff }));
     const player = play(lines, { steps, rounds: FOREVER }, ({ errno, steps }) => {
       console.log(errno, left === BigInt(steps && (steps - 1) & 0xff));
     });
     let left;
     setTimeout(() => {
       addon.stop(player);
       const reads = new BigUint64Array(1);
       playSync(lines, { steps: [{ action: GET, mask: 0xff }], reads });
       left = reads[0];
     }, 5);`,
  );
  expect(outcome).toEqual({ ...clean, stdout: '0 true\n' });
});

it('lines may be set by calls while a train is played', async () => {
  const outcome = await runWithLines(
    `const steps = [{ action: SET, bits: 1, mask: 1 }, { action: SET, bits: 0, mask: 1 }];
     play(lines, { steps, rounds: 200_000 }, ({ errno }) => {
       console.log(errno);
       close(lines);
     });
     const view = new DataView(bytes.buffer);
     let failures = 0;
     for (let i = 0; i < 1000; i++) {
       view.setBigUint64(8, 0x80n, true);
       if (call('ioctl', lines, 0xc010b40f | 0, 0) !== 0) failures += 1;
     }
     console.log(failures);`,
  );
  expect(outcome).toEqual({ ...clean, stdout: '0\n0\n' });
});
