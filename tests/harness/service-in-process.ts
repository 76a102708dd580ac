import { randomBytes } from 'node:crypto';
import { createHttpTransport } from '../../headend/http-transport.ts';
import type { FromService, Reply, ToService } from '../../electron/contract/channels.ts';
import type { Channel, Input, Output } from '../../electron/contract/schemas.ts';
import { readConfiguration } from '../../electron/contract/configuration.ts';
import { fileAccess } from '../../electron/service/file-access.ts';
import { startCounterService } from '../../electron/service/counter-service.ts';
import { lineLog } from '../../electron/service/log.ts';
import type { FromPrinter, ToPrinter } from '../../printers/printer-messages.ts';
import { fakePort, type FakePort } from './fake-port.ts';
import { handClock, type HandClock } from './journal.ts';
import type { Office } from './office.ts';

/** The counter service in this process: its clock and its printer are in the test's hand. */
export interface ServiceInProcess {
  readonly clock: HandClock;
  /** What the service says to the printer process stands in `posted`. */
  readonly printer: FakePort<FromPrinter, ToPrinter>;
  /** How often it asked to be started anew. */
  restarts(): number;
  /** Every line of its log. */
  readonly logged: readonly string[];
  call<Name extends Channel>(channel: Name, input: Input<Name>): Promise<Reply<Name>>;
  /** As `call`, and throws on a refusal. */
  ask<Name extends Channel>(channel: Name, input: Input<Name>): Promise<Output<Name>>;
  stop(): Promise<void>;
}

export async function startServiceInProcess(
  office: Office,
  options: { readonly clock?: HandClock; readonly bootId?: string } = {},
): Promise<ServiceInProcess> {
  const clock = options.clock ?? handClock();
  const config = readConfiguration(office.configFile, fileAccess);
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const line = fakePort<ToService, FromService>();
  const printer = fakePort<FromPrinter, ToPrinter>();
  const logged: string[] = [];
  let restarts = 0;
  const service = await startCounterService({
    port: line.port,
    printerPort: printer.port,
    config: config.value,
    appVersion: '0.0.0',
    nativeBinding: null,
    bootId: options.bootId ?? 'boot-1',
    clock,
    random: (length) => randomBytes(length),
    log: lineLog(clock, (text) => void logged.push(text)),
    transport: () => {
      const { url } = config.value.headEnd;
      return url === null ? null : createHttpTransport({ baseUrl: url });
    },
    careWorker: new URL('../../db/care/care-worker.ts', import.meta.url),
    mustRestart: () => void (restarts += 1),
  });
  printer.receive({ type: 'ready' });
  let lastId = 0;
  const call = async (channel: Channel, input: unknown): Promise<Reply<Channel>> => {
    const id = ++lastId;
    line.receive({ type: 'call', id, channel, input });
    for (;;) {
      const found = line.posted.find((message) => message.type === 'reply' && message.id === id);
      if (found?.type === 'reply') return found.reply;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    clock,
    printer,
    restarts: () => restarts,
    logged,
    call: (channel, input) => call(channel, input) as Promise<Reply<typeof channel>>,
    ask: async (channel, input) => {
      const reply = (await call(channel, input)) as Reply<typeof channel>;
      if (!reply.ok) throw new Error(`${channel}: ${JSON.stringify(reply.error)}\n${logged.join('')}`);
      return reply.value;
    },
    stop: () => service.stop(),
  };
}
