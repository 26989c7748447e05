// Microseconds from an edge, by its own timestamp, to the code that was waiting for it: ours, or code that
// is woken as onoff wakes it, by the package epoll, whose thread waits for all files.
import { createRequire } from 'node:module';

interface EpollPackage {
  readonly Epoll: {
    new (
      callback: (error: Error | null) => void,
    ): {
      add(fd: number, events: number): void;
      close(): void;
    };
    readonly EPOLLIN: number;
  };
}

const [, , bundle = '', events = '', folder] = process.argv;
const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');

const chip = loadSync().openChip(4);
const request = chip.requestLines({ lines: { 0: { edge: 'both' } } });
const latencies: number[] = [];
let warming = 200;

/** Whether that is enough. */
function note(timestampNs: bigint): boolean {
  const us = Number(process.hrtime.bigint() - timestampNs) / 1000;
  if (--warming < 0) latencies.push(us);
  return latencies.length === Number(events);
}

if (folder === undefined) {
  for await (const { timestampNs } of request.events()) if (note(timestampNs)) break;
} else {
  const { Epoll } = createRequire(`${folder}/`)('epoll') as EpollPackage;
  await new Promise<void>((resolve) => {
    const poller = new Epoll(() => {
      if (!request.readEdgeEvents().some(({ timestampNs }) => note(timestampNs))) return;
      poller.close();
      resolve();
    });
    poller.add(request.fd, Epoll.EPOLLIN);
  });
}
request.release();
chip.close();
console.log(JSON.stringify(latencies));
