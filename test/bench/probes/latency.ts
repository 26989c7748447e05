// Microseconds from an edge, by its own timestamp, to the code that was waiting for it.
const [, , bundle = '', events = ''] = process.argv;
const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');

const chip = loadSync().openChip(4);
const request = chip.requestLines({ lines: { 0: { edge: 'both' } } });
const latencies: number[] = [];
let warming = 200;
for await (const event of request.events()) {
  if (--warming >= 0) continue;
  latencies.push(Number(process.hrtime.bigint() - event.timestampNs) / 1000);
  if (latencies.length === Number(events)) break;
}
request.release();
chip.close();
console.log(JSON.stringify(latencies));
