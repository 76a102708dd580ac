import { contextBridge, ipcRenderer } from 'electron';
import { channels, eventNames, ipcPrefix, shellChannels, type CounterApi } from '../contract/channels.ts';

type Call = (input: unknown) => Promise<unknown>;
type Listener = (value: unknown) => void;

/** One function for each name of the contract; a name that the page makes up never becomes a channel. */
const calls: Record<string, Call> = Object.fromEntries(
  [...channels, ...shellChannels].map((name): [string, Call] => [
    name,
    (input) => ipcRenderer.invoke(`${ipcPrefix}${name}`, input),
  ]),
);

const lastValue = new Map<string, unknown>();
const listeners = new Map<string, Set<Listener>>(eventNames.map((name) => [name, new Set()]));

for (const name of eventNames) {
  // Electron's event object stays here: it leads back to the whole of ipcRenderer.
  ipcRenderer.on(`${ipcPrefix}${name}`, (_event, value: unknown) => {
    lastValue.set(name, value);
    for (const listener of listeners.get(name) ?? []) listener(value);
  });
}

/** Whoever listens late is given the last snapshot at once. Returns what ends the listening. */
function subscribe(name: string, listener: Listener): () => void {
  const all = listeners.get(name);
  if (all === undefined) throw new Error(`no such event: ${name}`);
  // A wrapper of its own, so that the same function may listen twice and leave once.
  const own: Listener = (value) => {
    listener(value);
  };
  all.add(own);
  if (lastValue.has(name)) own(lastValue.get(name));
  return () => {
    all.delete(own);
  };
}

const api = Object.freeze({ ...calls, subscribe });
contextBridge.exposeInMainWorld('counter', api satisfies Record<keyof CounterApi, unknown> | object);
