import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { operatorLine } from '../../counter/text/error-text.ts';
import { parseVirtualFault } from './faults.ts';
import { startVirtualPrinter } from './virtual-printer.ts';

/**
 * `node printers/virtual/run.ts --port 9100 --dir out/paper [--width 576] [--speed 250]`
 *
 * Writes JSON lines: `{"event":"ready","port":9100}`, `{"event":"slip","number":1,"file":"…","end":"cut"}`,
 * `{"event":"note","what":"…"}`. Reads JSON lines: `{"fault":{"kind":"paperOut","atRow":400}}`,
 * `{"fault":null}`, `{"stop":true}`. The end of its input stops it.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9100' },
    dir: { type: 'string' },
    width: { type: 'string', default: '576' },
    speed: { type: 'string', default: '250' },
  },
});

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const nameOf = (number: number): string => `${String(number).padStart(4, '0')}-slip`;

const printer = await startVirtualPrinter({
  port: Number(values.port),
  widthDots: Number(values.width),
  speedMmPerS: Number(values.speed),
  ...(values.dir === undefined ? {} : { folder: values.dir }),
  nameOf: (slip) => nameOf(slip.number),
  onSlip: (slip) =>
    say({ event: 'slip', number: slip.number, file: `${nameOf(slip.number)}.png`, end: slip.end }),
  onEvent: (what) => say({ event: 'note', what }),
}).catch(refuse);
say({ event: 'ready', port: printer.port });

const input = createInterface({ input: process.stdin });
input.on('line', (line) => obey(line));
input.on('close', () => void stop());

/** A port that another program holds is told in plain words, in both languages. */
function refuse(error: unknown): never {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const port = Number(values.port);
  process.stderr.write(`${taken ? operatorLine('PORT_IN_USE', { port }) : String(error)}\n`);
  process.exit(1);
}

function obey(line: string): void {
  const order = parseOrder(line);
  if (order === null) return say({ event: 'refused', line });
  if ('stop' in order) return void stop();
  if (!('fault' in order)) return say({ event: 'refused', line });
  if (order.fault === null) return printer.clearFault();
  const fault = parseVirtualFault(order.fault);
  if (fault === null) return say({ event: 'refused', line });
  printer.setFault(fault);
}

function parseOrder(line: string): object | null {
  try {
    const order: unknown = JSON.parse(line);
    return typeof order === 'object' ? order : null;
  } catch {
    return null;
  }
}

async function stop(): Promise<void> {
  await printer.stop();
  process.exit(0);
}
