import type { A4Document, A4Fault } from './a4-schemas.ts';
import type { Config } from './config-schemas.ts';
import type { CounterError } from './errors.ts';
import type {
  Channel,
  EventName,
  EventValue,
  Input,
  Output,
  ShellChannel,
  ShellInput,
  ShellOutput,
} from './schemas.ts';

/**
 * The names alone, for the preload, which must not carry the schema library. The two lines below
 * the lists do not compile when a name is missing here or has no schema.
 */
export const channels = [
  'state.get',
  'setup.enrol',
  'setup.restore',
  'setup.addFirstPerson',
  'session.signIn',
  'session.signOut',
  'people.add',
  'directory.import',
  'directory.search',
  'day.open',
  'day.close',
  'shift.open',
  'shift.close',
  'recharge.readBack',
  'recharge.pendingElsewhere',
  'recharge.scanned',
  'recharge.preview',
  'recharge.record',
  'recharge.find',
  'recharge.byReceipt',
  'recharge.recent',
  'print.show',
  'print.answer',
  'print.again',
  'print.giveUp',
  'outage.open',
  'outage.close',
  'outage.checklist',
  'outage.list',
  'outage.report',
  'outage.saveReport',
  'lists.preview',
  'lists.make',
  'exceptions.list',
  'exceptions.one',
  'exceptions.find',
  'exceptions.take',
  'exceptions.move',
  'exceptions.match',
  'exceptions.resubmit',
  'exceptions.refund',
  'exceptions.letter',
  'exceptions.printAgain',
  'clock.confirm',
  'tieOut.run',
  'tieOut.save',
  'usb.export',
  'usb.import',
  'headEnd.sendNow',
  'upload.rows',
  'upload.row',
] as const satisfies readonly Channel[];

/** Before every name that crosses from the preload to main, so that nothing else can meet it by chance. */
export const ipcPrefix = 'counter:';

/**
 * What the page of an A4 paper may say to main, and nothing else: it asks for its document, and tells that
 * all of it stands on sheets. The names are types, for its preload may load no second file.
 */
export interface A4Calls {
  readonly document: `${typeof ipcPrefix}a4.document`;
  readonly drawn: `${typeof ipcPrefix}a4.drawn`;
}

/** What that page sees as `window.paper`. */
export interface A4Api {
  /** Null where no paper is being drawn. */
  readonly document: () => Promise<A4Document | null>;
  readonly drawn: (sheets: number) => Promise<void>;
}

/** Answered by main itself, never sent to the counter service. */
export const shellChannels = [
  'shell.rememberSale',
  'shell.recallSale',
] as const satisfies readonly ShellChannel[];

export const eventNames = ['state', 'shell'] as const satisfies readonly EventName[];

/**
 * Channels that may have left something on disk or on paper when no answer comes: their outcome is
 * then unknown and is asked by id, never done again blindly. All others only read or can be repeated.
 */
export const recordingChannels = [
  'setup.enrol',
  'setup.restore',
  'setup.addFirstPerson',
  'people.add',
  'day.open',
  'day.close',
  'shift.open',
  'shift.close',
  'recharge.record',
  'print.answer',
  'print.again',
  'print.giveUp',
  'outage.open',
  'outage.close',
  'exceptions.take',
  'exceptions.move',
  'exceptions.match',
  'exceptions.resubmit',
  'exceptions.refund',
  'exceptions.printAgain',
  'clock.confirm',
] as const satisfies readonly Channel[];

/** Channels that wait for the head end, for a large file or for a long paper, and have a longer deadline. */
export const slowChannels = [
  'setup.enrol',
  'setup.restore',
  'directory.import',
  'lists.make',
  'tieOut.run',
  'tieOut.save',
  'exceptions.letter',
  'outage.saveReport',
  'usb.export',
  'usb.import',
] as const satisfies readonly Channel[];

type Complete<All extends string, Listed extends All> = [Exclude<All, Listed>] extends [never] ? true : never;
export const everyNameIsListed: readonly [
  Complete<Channel, (typeof channels)[number]>,
  Complete<ShellChannel, (typeof shellChannels)[number]>,
  Complete<EventName, (typeof eventNames)[number]>,
] = [true, true, true];

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: CounterError };

export type Reply<Name extends Channel> = Answer<Output<Name>>;

/** What the page sees as `window.counter`: one function per channel, and one way to listen. */
export type CounterApi = {
  readonly [Name in Channel]: (input: Input<Name>) => Promise<Reply<Name>>;
} & {
  readonly [Name in ShellChannel]: (input: ShellInput<Name>) => Promise<Answer<ShellOutput<Name>>>;
} & {
  readonly subscribe: <Name extends EventName>(
    event: Name,
    listener: (value: EventValue<Name>) => void,
  ) => () => void;
};

/** Main tells of the service's death itself; the service tells of all else. */
export type ServiceEventName = Exclude<EventName, 'shell'>;

/**
 * Messages from main to the counter service over its process port. Where a message brings a
 * MessagePort it is `ports[0]` of the message event.
 */
export type ToService =
  /** The first message; `ports[0]` leads to the printer process. `nativeBinding`: file of SQLite's binding, null for the package's own. */
  | {
      readonly type: 'start';
      readonly config: Config;
      readonly appVersion: string;
      readonly nativeBinding: string | null;
    }
  /** The printer process was started anew; `ports[0]` leads to it, the old port is dead. */
  | { readonly type: 'printer-port' }
  | { readonly type: 'call'; readonly id: number; readonly channel: Channel; readonly input: unknown }
  /** `refused` says why `text` is null: no key store on this machine, or a text it cannot unwrap. */
  | {
      readonly type: 'secret';
      readonly id: number;
      readonly text: string | null;
      readonly refused: 'KEY_STORE_MISSING' | 'UNREADABLE' | null;
    }
  /** `fault` says why `pdf` is null. */
  | {
      readonly type: 'a4';
      readonly id: number;
      readonly pdf: Uint8Array | null;
      readonly fault: A4Fault | null;
    }
  | { readonly type: 'stop' };

export type FromService =
  | { readonly type: 'ready'; readonly pid: number }
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply<Channel> }
  | {
      readonly type: 'event';
      readonly event: ServiceEventName;
      readonly value: EventValue<ServiceEventName>;
    }
  /** Asks main to wrap or unwrap the device key with the operating system's key store. */
  | { readonly type: 'secret'; readonly id: number; readonly act: 'wrap' | 'unwrap'; readonly text: string }
  /** Asks main to draw a paper as PDF: only it has a window. */
  | { readonly type: 'a4'; readonly id: number; readonly document: A4Document }
  | { readonly type: 'stopped' };

/**
 * Messages from main to the printer process. Both bring a port to the counter service as `ports[0]`:
 * the first at its start, the second after the service was started anew.
 */
export type ToPrinter = { readonly type: 'start' } | { readonly type: 'printer-port' };
