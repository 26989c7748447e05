// From the import to the first line that is set.
const [, , bundle = ''] = process.argv;
const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');
const chip = loadSync().openChip(0);
const request = chip.requestLines({ lines: { 5: { direction: 'output' } } });
request.setValue(5, 1);
request.release();
chip.close();
