import { ensureDisplay } from '../../build/electron-runtime/display.ts';
import { prepareRuntime } from '../../build/electron-runtime/prepare.ts';
import { ensureBuilt } from '../../build/ensure-built.ts';

/** Before the first test: the build, an Electron and a screen. The tests' workers inherit this environment. */
export default async function prepareElectron(): Promise<() => Promise<void>> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  await ensureBuilt(say);
  await prepareRuntime({ need: 'test', say });
  const display = await ensureDisplay();
  Object.assign(process.env, display.env);
  return display.stop;
}
