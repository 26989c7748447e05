import { localTimeOffset } from '../../../ts/wasi/local-time.js';

// In a process of its own: a worker's TZ does not change its time zone.
const [, , seconds = ''] = process.argv;
process.stdout.write(String(localTimeOffset(seconds)));
