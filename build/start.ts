/** `npm start`: builds what changed, prepares Electron and runs the app. Arguments after `--` go to the app. */
import { spawn } from 'node:child_process';
import { chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDisplay } from './electron-runtime/display.ts';
import { prepareRuntime } from './electron-runtime/prepare.ts';
import { describeRuntime, makeWritableFolder, type Runtime } from './electron-runtime/runtime.ts';
import { ensureBuilt } from './ensure-built.ts';
import { openPracticeOffice, type PracticeOffice } from './office/practice-office.ts';
import { practicePeople, setUpCounter } from './office/set-up-counter.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (fault) {
  say(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = 1;
}

async function start(args: readonly string[]): Promise<number> {
  await ensureBuilt(say);
  const runtime = await prepareRuntime({ need: 'run', say });
  say(describeRuntime(runtime));
  const display = await ensureDisplay();
  if (display.kind === 'virtual') say('There is no screen here: the window is drawn on a virtual one.');
  const named = args.some((arg) => arg === '--config' || arg.startsWith('--config='));
  const practice = named ? null : await openPractice(runtime);
  const appArgs = practice === null ? args : [...args, '--config', practice.configFile];
  try {
    return await run(runtime, appArgs, display.env);
  } finally {
    await practice?.stop();
    await display.stop();
  }
}

/** An office of its own for a PC that no configuration names: nothing in it is worth money. */
async function openPractice(runtime: Runtime): Promise<PracticeOffice> {
  const ownFolder = await makeWritableFolder(runtime, 'practice-office');
  const counterFolder = await makeWritableFolder(runtime, 'practice-counter');
  const office = await openPracticeOffice({
    ownFolder,
    counterFolder,
    paperFolder: join(ownFolder, 'paper'),
    consumers: 5_000,
    seed: 1,
    paper: '80',
    language: 'hi',
    practice: true,
    say,
  });
  await setUpCounter(office);
  await giveTo(runtime, counterFolder);
  say(`A practice office is open. Its paper comes out in ${join(ownFolder, 'paper')}`);
  for (const { name, pin } of practicePeople) say(`  ${name.hi} (${name.en}), PIN ${pin}`);
  return office;
}

/** What was set up as the caller belongs to the user that runs the app. */
async function giveTo(runtime: Runtime, folder: string): Promise<void> {
  if (runtime.user === undefined) return;
  const { uid, gid } = runtime.user;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    await chown(join(entry.parentPath, entry.name), uid, gid);
}

async function run(
  runtime: Runtime,
  args: readonly string[],
  displayEnv: Readonly<Record<string, string>>,
): Promise<number> {
  const app = spawn(runtime.executable, [runtime.appDir, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...runtime.env, ...displayEnv },
  });
  const stop = (): boolean => app.kill();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return new Promise<number>((resolve, reject) => {
    app.once('error', reject);
    app.once('close', (code) => resolve(code ?? 1));
  });
}
