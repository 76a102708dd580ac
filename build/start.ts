/** `npm start`: builds what changed, prepares Electron and runs the app. Arguments after `--` go to the app. */
import { spawn } from 'node:child_process';
import { ensureDisplay } from './electron-runtime/display.ts';
import { prepareRuntime } from './electron-runtime/prepare.ts';
import { describeRuntime } from './electron-runtime/runtime.ts';
import { ensureBuilt } from './ensure-built.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

try {
  await ensureBuilt(say);
  const runtime = await prepareRuntime({ need: 'run', say });
  say(describeRuntime(runtime));
  const display = await ensureDisplay();
  if (display.kind === 'virtual') say('There is no screen here: the window is drawn on a virtual one.');
  const app = spawn(runtime.executable, [runtime.appDir, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...runtime.env, ...display.env },
  });
  const stop = () => app.kill();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  process.exitCode = await new Promise<number>((resolve, reject) => {
    app.once('error', reject);
    app.once('close', (code) => resolve(code ?? 1));
  });
  await display.stop();
} catch (fault) {
  say(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = 1;
}
