import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeGate, gates, runGate } from '../check-gates.ts';
import { MissingRequirements } from '../electron-runtime/debian-packages.ts';
import { prepareRuntime } from '../electron-runtime/prepare.ts';
import { describeRuntime } from '../electron-runtime/runtime.ts';
import { build, ensureBuilt } from '../ensure-built.ts';
import { repositoryFolder } from '../repository.ts';
import { runCommand } from '../run-command.ts';
import { addTallies, judge, nothing, readPlaywrightReport, readVitestReport, type Tally } from './reports.ts';

/** One part of `npm test`, in the order in which they run. */
export interface Part {
  readonly name: string;
  /** False where nothing of this part exists yet: it is then left out without a word. */
  readonly exists: () => boolean;
  readonly run: () => Promise<Tally>;
}

const say = (line: string) => console.log(line);
const partLimitMs = 45 * 60_000;
const reports = join(repositoryFolder, 'out', 'test');

/** What every push runs. */
export const parts: readonly Part[] = [
  { name: 'check', exists: () => true, run: runCheck },
  vitestPart('architecture'),
  vitestPart('unit'),
  vitestPart('integration'),
  vitestPart('crash'),
  vitestPart('simulation'),
  { name: 'build', exists: () => true, run: runBuild },
  { name: 'e2e', exists: () => hasTests('tests/e2e', /\.test\.ts$/u), run: runElectron },
];

/** What does not fit into a push: files named `*-long.test.ts`. */
export const longParts: readonly Part[] = [
  { name: 'long', exists: () => hasTests('tests', /-long\.test\.ts$/u), run: () => runVitest('long') },
];

/** Real printers, drawers and scanners on a desk. */
export const deviceParts: readonly Part[] = [vitestPart('devices')];

/** The packaged program, made by `npm run package`. */
export const packagedParts: readonly Part[] = [vitestPart('packaged')];

function vitestPart(name: string): Part {
  return { name, exists: () => hasTests(`tests/${name}`, /\.test\.tsx?$/u), run: () => runVitest(name) };
}

function hasTests(folder: string, pattern: RegExp): boolean {
  const path = join(repositoryFolder, folder);
  if (!existsSync(path)) return false;
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).some((name) => pattern.test(name));
}

/** Each gate of `npm run check` counts as one test. */
async function runCheck(): Promise<Tally> {
  const tallies: Tally[] = [];
  for (const gate of gates) {
    const result = await runGate(gate);
    say(describeGate(result));
    tallies.push(result.passed ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 });
  }
  return addTallies(tallies);
}

async function runVitest(project: string): Promise<Tally> {
  const report = freshReport(project);
  const args = ['run', '--root', repositoryFolder, '--project', project];
  const result = await runCommand(
    'vitest',
    [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { output: 'show', timeoutMs: partLimitMs },
  );
  return judge(
    result.exitCode,
    existsSync(report) ? readVitestReport(readFileSync(report, 'utf8')) : undefined,
  );
}

async function runBuild(): Promise<Tally> {
  try {
    await build();
    return { ...nothing, passed: 1 };
  } catch (fault) {
    say(fault instanceof Error ? fault.message : String(fault));
    return { ...nothing, failed: 1 };
  }
}

/** Playwright on the real Electron. Where its libraries are missing, CI fails and a desk skips, with the line to type. */
async function runElectron(): Promise<Tally> {
  try {
    await ensureBuilt(say);
    say(describeRuntime(await prepareRuntime({ need: 'test', say })));
  } catch (fault) {
    say(`e2e: ${fault instanceof Error ? fault.message : String(fault)}`);
    const mayBeSkipped = fault instanceof MissingRequirements && !process.env['CI'];
    return mayBeSkipped ? { ...nothing, skipped: 1 } : { ...nothing, failed: 1 };
  }
  const report = freshReport('e2e');
  const result = await runCommand(
    'playwright',
    ['test', '--config', 'tests/e2e/playwright.config.ts', '--reporter=list,json'],
    { output: 'show', timeoutMs: partLimitMs, env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report } },
  );
  return judge(
    result.exitCode,
    existsSync(report) ? readPlaywrightReport(readFileSync(report, 'utf8')) : undefined,
  );
}

/** A report of an earlier run must not be taken for this one's. */
function freshReport(name: string): string {
  mkdirSync(reports, { recursive: true });
  const path = join(reports, `${name}.json`);
  rmSync(path, { force: true });
  return path;
}
