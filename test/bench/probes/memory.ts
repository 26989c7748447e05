// Resident memory with so many requests open; without a bundle: of Node alone.
const [, , count = '', bundle = ''] = process.argv;
const held: { release(): void }[] = [];
if (bundle !== '') {
  const { loadSync } = (await import(bundle)) as typeof import('../../../ts/index.js');
  using chip = loadSync().openChip(0);
  for (let i = 0; i < Number(count); i++) {
    held.push(chip.requestLines({ lines: { [i % 64]: { direction: 'output' } } }));
  }
}
await new Promise((resolve) => setTimeout(resolve, 100));
console.log(process.memoryUsage.rss());
for (const request of held) request.release();
