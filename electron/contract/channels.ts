import type { CounterError } from './errors.ts';
import type { Channel, EventName, EventValue, Input, Output } from './schemas.ts';

/**
 * The names alone, for the preload, which must not carry the schema library. The two lines below
 * the lists do not compile when a name is missing here or has no schema.
 */
export const channels = [
  'state.get',
  'setup.enrol',
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
  'headEnd.sendNow',
] as const satisfies readonly Channel[];

export const eventNames = ['state'] as const satisfies readonly EventName[];

type Missing = Exclude<Channel, (typeof channels)[number]>;
export const everyChannelIsListed: [Missing] extends [never] ? true : Missing = true;

export type Reply<Name extends Channel> =
  | { readonly ok: true; readonly value: Output<Name> }
  | { readonly ok: false; readonly error: CounterError };

/** What the page sees as `window.counter`: one function per channel, and one way to listen. */
export type CounterApi = {
  readonly [Name in Channel]: (input: Input<Name>) => Promise<Reply<Name>>;
} & {
  readonly subscribe: <Name extends EventName>(
    event: Name,
    listener: (value: EventValue<Name>) => void,
  ) => () => void;
};

/** Messages between main and the counter service, both ways over one port. */
export type ToService =
  | { readonly type: 'call'; readonly id: number; readonly channel: Channel; readonly input: unknown }
  | { readonly type: 'secret'; readonly id: number; readonly text: string | null }
  | { readonly type: 'stop' };

export type FromService =
  | { readonly type: 'ready'; readonly pid: number }
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply<Channel> }
  | { readonly type: 'event'; readonly event: EventName; readonly value: EventValue<EventName> }
  /** Asks main to wrap or unwrap the device key with the operating system's key store. */
  | { readonly type: 'secret'; readonly id: number; readonly act: 'wrap' | 'unwrap'; readonly text: string }
  | { readonly type: 'stopped' };
