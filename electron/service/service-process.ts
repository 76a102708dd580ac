import { setTimeout as wait } from 'node:timers/promises';
import type { MessagePortMain, ParentPort } from './electron-ports.ts';
import type { Port } from '../../counter/port.ts';
import { systemRandom } from '../../db/crypto.ts';
import type { FromService, ToService } from '../contract/channels.ts';
import { startCounterService, type CounterService } from './counter-service.ts';
import { headEndTransport } from './head-end-transport.ts';
import { lineLog } from './log.ts';
import { machineBootId, machineClock } from './machine-clock.ts';
import type { PrinterPort } from './printer-link.ts';
import { parentPortOfElectron, portOfMessagePort, portOfParent } from './electron-ports.ts';

/**
 * Entry of the counter service as Electron's utility process. The first message says how to start and
 * brings the line to the printer process; a later one brings a new line after that process died.
 */
const parent: ParentPort = parentPortOfElectron();
const log = lineLog(machineClock, (line) => process.stderr.write(line));
const port: Port<ToService, FromService> = portOfParent(parent);
let service: Promise<CounterService> | null = null;

parent.on('message', ({ data, ports }) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two ends of this port are programs of one build
  const message = data as ToService;
  const [line] = ports;
  if (message.type === 'start' && service === null) {
    service = start(message, line === undefined ? null : printerPort(line));
    service.catch((error: unknown) => {
      log.incident('start', 'the counter service cannot start', error);
      process.exit(1);
    });
  } else if (message.type === 'printer-port' && line !== undefined) {
    const fresh = printerPort(line);
    void service?.then((running) => running.attachPrinter(fresh));
  } else if (message.type === 'stop') {
    void stop();
  }
});

function start(
  message: Extract<ToService, { type: 'start' }>,
  line: PrinterPort | null,
): Promise<CounterService> {
  const { config } = message;
  return startCounterService({
    port,
    printerPort: line,
    config,
    appVersion: message.appVersion,
    nativeBinding: message.nativeBinding,
    bootId: machineBootId(),
    clock: machineClock,
    wait: (delayMs) => wait(delayMs),
    random: systemRandom,
    log,
    transport: () => headEndTransport(config, log),
    // The build puts it beside this file.
    careWorker: new URL('./care-worker.js', import.meta.url),
    mustRestart: () => process.exit(1),
  });
}

async function stop(): Promise<void> {
  const running = await service?.catch(() => null);
  await running?.stop();
  port.post({ type: 'stopped' });
  setImmediate(() => process.exit(0));
}

function printerPort(line: MessagePortMain): PrinterPort {
  return portOfMessagePort(line);
}

process.on('uncaughtException', (error) => {
  log.incident('uncaught', 'the counter service ends', error);
  process.exit(1);
});
process.on('unhandledRejection', (error) => {
  log.incident('unhandled', 'the counter service ends', error);
  process.exit(1);
});
