import { careWorker } from './care.ts';
import { randomBytes } from 'node:crypto';
import type { Port } from '../../counter/port.ts';
import { err, type Result } from '../../counter/result.ts';
import type { A4Document, A4Fault } from '../../electron/contract/a4-schemas.ts';
import type { FromService, Reply, ToService } from '../../electron/contract/channels.ts';
import type { Channel, Input, Output } from '../../electron/contract/schemas.ts';
import { readConfiguration } from '../../electron/contract/configuration.ts';
import { fileAccess } from '../../electron/service/file-access.ts';
import { startCounterService } from '../../electron/service/counter-service.ts';
import { headEndTransport } from '../../electron/service/head-end-transport.ts';
import { lineLog } from '../../electron/service/log.ts';
import type { FromPrinter, ToPrinter } from '../../printers/printer-messages.ts';
import { fakePort, type FakePort } from './fake-port.ts';
import type { HttpTransport } from '../../headend/transport.ts';
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

type SecretAsked = Extract<FromService, { type: 'secret' }>;

/** Text for an answer, or why it is refused. */
export type KeyStore = (asked: SecretAsked) => { text: string } | 'KEY_STORE_MISSING' | 'UNREADABLE';

/** Draws an A4 paper in main's place. */
export type DrawA4 = (document: A4Document) => Promise<Result<Uint8Array, A4Fault>>;

interface MainsPart {
  readonly keyStore?: KeyStore | undefined;
  readonly drawA4?: DrawA4 | undefined;
}

/** Main's half of the key store and of A4 papers: answers what the service asks, after it has gone on. */
function withMain(
  line: FakePort<ToService, FromService>,
  {
    keyStore = () => 'KEY_STORE_MISSING',
    drawA4 = () => Promise.resolve(err<A4Fault>('no-window')),
  }: MainsPart,
): Port<ToService, FromService> {
  const tellSecret = (message: SecretAsked): void => {
    const { id } = message;
    const answer = keyStore(message);
    const told =
      typeof answer === 'string' ? { text: null, refused: answer } : { text: answer.text, refused: null };
    queueMicrotask(() => line.receive({ type: 'secret', id, ...told }));
  };
  return {
    ...line.port,
    post: (message) => {
      line.port.post(message);
      if (message.type === 'secret') tellSecret(message);
      if (message.type !== 'a4') return;
      const { id } = message;
      void drawA4(message.document).then((drawn) => {
        const told = drawn.ok ? { pdf: drawn.value, fault: null } : { pdf: null, fault: drawn.error };
        line.receive({ type: 'a4', id, ...told });
      });
    },
  };
}

type Watch = (act: string) => void;

function watched(port: Port<ToService, FromService>, watch: Watch): Port<ToService, FromService> {
  return {
    ...port,
    post: (message) => {
      if (message.type === 'reply') watch('reply');
      port.post(message);
    },
  };
}

function watchedTransport(transport: HttpTransport | null, watch: Watch): HttpTransport | null {
  if (transport === null) return null;
  return {
    ...transport,
    send: (request) => {
      watch(`${request.method} ${request.path}`);
      return transport.send(request);
    },
  };
}

export async function startServiceInProcess(
  office: Office,
  options: {
    readonly clock?: HandClock;
    readonly bootId?: string;
    /** The operating system's key store, where the configuration asks for one. */
    readonly keyStore?: KeyStore;
    readonly drawA4?: DrawA4;
    /** Told in order what is asked (`ask CHANNEL`), replied (`reply`) and sent to the head end (`POST PATH`). */
    readonly watch?: (act: string) => void;
  } = {},
): Promise<ServiceInProcess> {
  const clock = options.clock ?? handClock();
  const watch = options.watch ?? (() => {});
  office.keepTimeWith(clock);
  const config = readConfiguration(office.configFile, fileAccess);
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const line = fakePort<ToService, FromService>();
  const printer = fakePort<FromPrinter, ToPrinter>();
  const logged: string[] = [];
  const log = lineLog(clock, (text) => void logged.push(text));
  let restarts = 0;
  const service = await startCounterService({
    port: watched(withMain(line, options), watch),
    printerPort: printer.port,
    config: config.value,
    appVersion: '0.0.0',
    nativeBinding: null,
    bootId: options.bootId ?? 'boot-1',
    clock,
    wait: async (delayMs) => clock.pass(delayMs),
    random: (length) => randomBytes(length),
    log,
    transport: () => watchedTransport(headEndTransport(config.value, log), watch),
    careWorker,
    mustRestart: () => void (restarts += 1),
  });
  printer.receive({ type: 'ready' });
  let lastId = 0;
  const call = async (channel: Channel, input: unknown): Promise<Reply<Channel>> => {
    const id = ++lastId;
    watch(`ask ${channel}`);
    line.receive({ type: 'call', id, channel, input });
    for (;;) {
      const at = line.posted.findIndex((message) => message.type === 'reply' && message.id === id);
      // Taken out, and what nobody reads before it: a month of calls must not be looked through each time.
      const [found] = at === -1 ? [] : line.posted.splice(at, 1);
      while (line.posted[0]?.type === 'event') line.posted.shift();
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
