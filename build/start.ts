/**
 * `npm start`: builds what changed, prepares Electron and runs the app. Arguments after `--` go to the app. On a PC
 * that has no configuration, and without `-- --config FILE`, a practice office is opened around the counter.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { machineConfigFile } from '../electron/main/environment.ts';
import { makeReadableFolder } from './electron-runtime/cache-folder.ts';
import { ensureDisplay, type Display } from './electron-runtime/display.ts';
import { prepareRuntime } from './electron-runtime/prepare.ts';
import { describeRuntime, type Runtime } from './electron-runtime/runtime.ts';
import { ensureBuilt } from './ensure-built.ts';
import { openPracticeOffice, type PracticeOffice } from './office/practice-office.ts';
import { repositoryFolder } from './repository.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const practiceConsumers = 2_000;

function isEnrolledHere(args: readonly string[]): boolean {
  const named = args.some((argument) => argument === '--config' || argument.startsWith('--config='));
  return named || existsSync(machineConfigFile(process.platform, process.env));
}

/** The practice office stays from one start to the next: people, consumers and receipts are there again. */
async function practiceOffice(runtime: Runtime): Promise<PracticeOffice> {
  const counterFolder = join(runtime.workFolder, 'practice');
  await makeReadableFolder(runtime.workFolder);
  await mkdir(counterFolder, { recursive: true });
  if (runtime.user !== undefined) await chown(counterFolder, runtime.user.uid, runtime.user.gid);
  const own = join(repositoryFolder, 'out', 'practice');
  const paperFolder = join(own, 'paper');
  await mkdir(own, { recursive: true });
  say('This PC is not enrolled, so this is a practice office with its own head end and printer.');
  const office = await openPracticeOffice({
    ownFolder: own,
    counterFolder,
    paperFolder,
    consumers: practiceConsumers,
    seed: 1,
    paper: '80',
    language: 'hi',
    say,
  });
  say(`Code for the first set-up: ${office.enrolmentCode}. Slips are printed as pictures in ${paperFolder}.`);
  return office;
}

/** Runs the app to its end and returns its exit code. */
function runApp(runtime: Runtime, display: Display, args: readonly string[]): Promise<number> {
  const app = spawn(runtime.executable, [runtime.appDir, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...runtime.env, ...display.env },
  });
  const stop = () => void app.kill();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return new Promise((resolve, reject) => {
    app.once('error', reject);
    app.once('close', (code) => resolve(code ?? 1));
  });
}

async function start(args: readonly string[]): Promise<number> {
  await ensureBuilt(say);
  const runtime = await prepareRuntime({ need: 'run', say });
  say(describeRuntime(runtime));
  const display = await ensureDisplay();
  if (display.kind === 'virtual') say('There is no screen here: the window is drawn on a virtual one.');
  const office = isEnrolledHere(args) ? undefined : await practiceOffice(runtime);
  try {
    return await runApp(runtime, display, office ? [...args, '--config', office.configFile] : args);
  } finally {
    await office?.stop();
    await display.stop();
  }
}

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (fault) {
  say(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = 1;
}
