import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FromPrinter, ToPrinter } from '../../printers/printer-messages.ts';
import { systemRandom } from '../../db/crypto.ts';
import type { JournalFaults } from '../../db/test-points.ts';
import type { Config } from '../contract/config-schemas.ts';
import { configSentence, readConfiguration } from '../contract/configuration.ts';
import { fileAccess } from '../service/file-access.ts';
import { startCounterService, type CounterService } from '../service/counter-service.ts';
import { headEndTransport } from '../service/head-end-transport.ts';
import { lineLog, type Log } from '../service/log.ts';
import type { PrinterPort } from '../service/printer-link.ts';
import { machineBootId, machineClock } from '../service/machine-clock.ts';
import { forkWithPort, type ForkedProcess } from './fork-port.ts';
import { type JsonLines, jsonLines } from './json-lines.ts';
import { readOptions } from './options.ts';
import { keepWasmWrappersOfThreads } from './wasm-wrappers.ts';

const usage = 'usage: counter service --data DIR [--config FILE]\n';
const printerStopMs = 3_000;
const printerRestartMs = 500;

/** `counter -- service`: the counter behind lines of JSON. The end of the input is a clean stop. */
export async function runService(args: readonly string[]): Promise<number> {
  const options = readOptions(args, ['data', 'config']);
  if (!options.ok || options.value.data === undefined) {
    process.stderr.write(options.ok ? usage : `counter service: ${options.error}\n${usage}`);
    return 2;
  }
  const dataFolder = resolve(options.value.data);
  const loaded = readConfiguration(options.value.config ?? null, fileAccess, { dataFolder });
  if (!loaded.ok) {
    process.stderr.write(`${configSentence(loaded.error)}\n`);
    return 2;
  }
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  } catch {
    process.stderr.write(
      `${dataFolder}: डेटा फ़ोल्डर में लिखा नहीं जा सकता। / The data folder cannot be written to.\n`,
    );
    return 3;
  }
  return serve(withKeyInFile(loaded.value));
}

/** Only the app can reach the operating system's key store. Here the key lies in a file, and it is said. */
function withKeyInFile(config: Config): Config {
  if (config.deviceKey.store === 'file') return config;
  process.stderr.write(
    `counter service: the command line reaches no key store; the device key is kept in ${config.dataFolder}, for this user alone\n`,
  );
  return { ...config, deviceKey: { store: 'file' } };
}

/** Runs until the input ends. `faults` are the tests' way in: they end this very process at a labelled point. */
export async function serve(config: Config, faults: JournalFaults = {}): Promise<number> {
  keepWasmWrappersOfThreads();
  const log = lineLog(machineClock, (line) => void process.stderr.write(line));
  const lines = jsonLines(process.stdin, process.stdout);
  const running = await keepServing(config, log, lines, faults);
  const printers = keepPrinterRunning((port) => running.attachPrinter(port), log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => lines.port.close());
  await lines.ended;
  await running.stop();
  await printers.stop();
  return 0;
}

/**
 * One service after another in this process: a damaged journal is mended by opening it anew. A disk that
 * shut the journal ends the process, for only a fresh one may believe it again.
 */
async function keepServing(
  config: Config,
  log: Log,
  lines: JsonLines,
  faults: JournalFaults,
): Promise<CounterService> {
  let service = await start();
  let changing: Promise<void> = Promise.resolve();

  function start(): Promise<CounterService> {
    return startCounterService({
      port: lines.port,
      printerPort: null,
      config,
      appVersion: packageVersion(),
      nativeBinding: null,
      bootId: machineBootId(),
      clock: machineClock,
      random: systemRandom,
      wait: (delayMs) => wait(delayMs),
      log,
      transport: () => headEndTransport(config, log),
      careWorker: new URL('../../db/care/care-worker.ts', import.meta.url),
      mustRestart: (why) => {
        if (why === 'journal-shut') process.exit(1);
        changing = changing.then(change);
      },
      faults,
    });
  }

  async function change(): Promise<void> {
    lines.pause();
    await service.stop();
    service = await start();
  }

  return {
    // A service that ends closes its line; the printer process ends with it, and the next one comes here.
    attachPrinter: (port) => service.attachPrinter(port),
    stop: async () => {
      await changing;
      await service.stop();
    },
  };
}

/** The printer process may die alone; its successor gets a new line to the service. */
function keepPrinterRunning(attach: (port: PrinterPort) => void, log: Log): { stop(): Promise<void> } {
  let stopping = false;
  let timer: NodeJS.Timeout | null = null;
  let running: ForkedProcess<FromPrinter, ToPrinter> = start();

  function start(): ForkedProcess<FromPrinter, ToPrinter> {
    const printer = forkWithPort<FromPrinter, ToPrinter>(
      new URL('../../printers/printer-process.ts', import.meta.url).pathname,
    );
    printer.onExit(() => {
      if (stopping) return;
      log.note('the printer process ended', { restartMs: printerRestartMs });
      timer = setTimeout(() => {
        running = start();
      }, printerRestartMs);
    });
    attach(printer.port);
    return printer;
  }

  return {
    stop: async () => {
      stopping = true;
      if (timer !== null) clearTimeout(timer);
      await running.stop(printerStopMs);
    },
  };
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this program's own package.json
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}
