import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A screen to draw on: the desk's own, or a virtual one that `stop` ends. */
export interface Display {
  readonly env: Readonly<Record<string, string>>;
  readonly kind: 'desk' | 'virtual';
  readonly stop: () => Promise<void>;
}

const startMs = 15_000;
const screenCommand = 'Xvfb -displayfd 3 -ac -screen 0 1920x1080x24 -nolisten tcp'.split(' ');

/**
 * The display that programs of this process can use. Where a Linux machine has none, Xvfb is started: it picks a
 * free number itself (-displayfd), and lets the unprivileged user in (-ac) without listening on the network.
 * When this process dies without `stop`, the kernel ends Xvfb too (--pdeathsig). 1920×1080 leaves room for a
 * window whose content is exactly 1366×768.
 */
export async function ensureDisplay(): Promise<Display> {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
    return { env: {}, kind: 'desk', stop: () => Promise.resolve() };
  const server = spawn('setpriv', ['--pdeathsig', 'TERM', ...screenCommand], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const number = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Xvfb did not start\n${complaints}`)), startMs);
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`Xvfb ended\n${complaints}`)));
    const numbers = server.stdio[3];
    if (numbers === null || numbers === undefined || !('read' in numbers))
      throw new Error('no pipe from Xvfb');
    createInterface({ input: numbers }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line.trim());
    });
  });
  const stop = async () => {
    server.kill();
    await ended;
  };
  return { env: { DISPLAY: `:${number}` }, kind: 'virtual', stop };
}
