/**
 * `npm run bench`: measures the goals of the design on this machine, prints them as a table and leaves
 * them in `out/bench/bench.json`. A goal that does not hold is told, not a failure; a part that could
 * not be measured is one.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, loadavg, platform } from 'node:os';
import { join } from 'node:path';
import { repositoryFolder } from '../../build/repository.ts';
import { assertNever } from '../../counter/result.ts';
import { type BenchOptions, type BenchPart, parseBenchOptions } from './bench-options.ts';
import { type BenchRow, judged, type Measure, tableOf, type Unmeasured } from './bench-row.ts';

const folder = join(repositoryFolder, 'out', 'bench');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const options = parseBenchOptions(process.argv.slice(2));
if (options.ok) {
  process.exitCode = await bench(options.value);
} else {
  say(options.error);
  process.exitCode = 2;
}

async function bench({ parts, consumers }: BenchOptions): Promise<number> {
  const loadAtBegin = loadPerProcessor();
  const rows: BenchRow[] = [];
  const unmeasured: Unmeasured[] = [];
  for (const part of parts) {
    say(`Measuring ${part} …`);
    try {
      const measures = await measure(part, consumers);
      rows.push(...measures.map((one) => judged(part, one)));
    } catch (fault) {
      unmeasured.push({ part, reason: fault instanceof Error ? fault.message : String(fault) });
    }
  }
  const machine = {
    platform: platform(),
    arch: arch(),
    processors: availableParallelism(),
    /** Programs that wanted each processor, over the last minute, when the run began and when it ended. */
    loadPerProcessor: { begin: loadAtBegin, end: loadPerProcessor() },
    node: process.version,
  };
  await mkdir(folder, { recursive: true });
  const report = { machine, consumers, rows, unmeasured };
  await writeFile(join(folder, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`${tableOf(rows)}\n`);
  process.stdout.write(`${consumers.toLocaleString('en-IN')} consumers in the directory. `);
  process.stdout.write(
    `${machine.processors} processors, load ${loadAtBegin.toFixed(1)} to ${loadPerProcessor().toFixed(1)} each.\n`,
  );
  for (const { part, reason } of unmeasured) say(`${part} could not be measured: ${reason}`);
  return unmeasured.length === 0 ? 0 : 1;
}

function loadPerProcessor(): number {
  return (loadavg()[0] ?? 0) / availableParallelism();
}

/** Each part is loaded when its turn comes, so that none weighs on another's first figures. */
async function measure(part: BenchPart, consumers: number): Promise<Measure[]> {
  switch (part) {
    case 'journal':
      return (await import('./journal-measures.ts')).journalMeasures();
    case 'restore':
      return (await import('./restore-measures.ts')).restoreMeasures();
    case 'search':
      return (await import('./search-measures.ts')).searchMeasures({ consumers });
    case 'receipt':
      return (await import('./receipt-measures.ts')).receiptMeasures();
    case 'upload':
      return (await import('./upload-measures.ts')).uploadMeasures();
    case 'start':
      return (await import('./start-measures.ts')).startMeasures();
    default:
      return assertNever(part);
  }
}
