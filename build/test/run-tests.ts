/**
 * `npm test`: every part in order, the seconds of each, and `N passed, N failed` as the last line.
 * Exit code 1 when something failed or nothing ran, 2 on wrong usage.
 */
import { aptLine, installMissing, testTools, type Requirement } from '../electron-runtime/debian-packages.ts';
import { readOptions, type TestRun } from './options.ts';
import { deviceParts, longParts, packagedParts, parts, type Part } from './parts.ts';
import { addTallies, closingLine, nothing, type Tally } from './reports.ts';

function chosenParts(run: TestRun): readonly Part[] {
  switch (run.kind) {
    case 'all':
      return parts;
    case 'only':
      return parts.filter((part) => run.parts.includes(part.name));
    case 'long':
      return longParts;
    case 'devices':
      return deviceParts;
    case 'packaged':
      return packagedParts;
  }
}

/** In CI a tool that is still missing is a failure; elsewhere the tests that call it skip, and here is why. */
function tallyMissing(missing: readonly Requirement[]): Tally {
  if (missing.length === 0) return nothing;
  const verdict = process.env['CI'] ? 'FAILED' : 'skipped';
  for (const { name, debian } of missing) console.log(`${verdict}: what needs ${name} (Debian: ${debian})`);
  console.log(`As root, type:\n  ${aptLine(missing)}`);
  return process.env['CI'] ? { ...nothing, failed: missing.length } : { ...nothing, skipped: missing.length };
}

async function runParts(chosen: readonly Part[]): Promise<Tally> {
  const lines: string[] = [];
  const tallies: Tally[] = [];
  for (const part of chosen.filter((candidate) => candidate.exists())) {
    console.log(`\n== ${part.name}`);
    const startMs = performance.now();
    const tally = await part.run();
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
    lines.push(`${part.name.padEnd(14)}${seconds.padStart(7)} s   ${closingLine(tally)}`);
    tallies.push(tally);
  }
  console.log(`\n${lines.join('\n')}`);
  return addTallies(tallies);
}

let run: TestRun;
try {
  run = readOptions(
    process.argv.slice(2),
    parts.map((part) => part.name),
  );
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : String(fault));
  process.exit(2);
}
const missing = tallyMissing(await installMissing(testTools, (line) => console.log(line)));
const total = addTallies([missing, await runParts(chosenParts(run))]);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
console.log(closingLine(total));
