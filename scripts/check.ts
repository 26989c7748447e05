import { parseArgs } from 'node:util';
import { checkChecksums, recordChecksums } from './check/checksums.js';
import { checkGenerated } from './check/generated.js';
import { checkReproducible } from './check/reproducible.js';

const usage = `Usage: npm run check -- [OPTIONS]

Says whether the generated code is what the generator writes, whether gpiod.h, the types and the wasm
have the same functions, and whether what was built has the checksums of libgpiod/checksums.json.

  --record        write down the checksums of what has been built
  --reproducible  build twice from nothing, elsewhere, and compare (two more minutes)
`;

const { values } = parseArgs({
  options: {
    record: { type: 'boolean', default: false },
    reproducible: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.record) recordChecksums();
  const checksums = checkChecksums();
  if (checksums.notCompared !== undefined) {
    console.log(`checksums: not compared: ${checksums.notCompared}`);
  }
  const problems = [
    ...(await checkGenerated()),
    ...checksums.problems,
    ...(values.reproducible ? checkReproducible() : []),
  ];
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'All is as it should be.' : `${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
