import { contextBridge, ipcRenderer } from 'electron';
import type { A4Api, A4Calls } from '../contract/channels.ts';

// Its own few lines: a sandboxed preload is one file, and the page of a paper gets no channel of the counter.
const calls = { document: 'counter:a4.document', drawn: 'counter:a4.drawn' } as const satisfies A4Calls;

const api: A4Api = Object.freeze({
  document: () => ipcRenderer.invoke(calls.document),
  drawn: (sheets: number) => ipcRenderer.invoke(calls.drawn, sheets),
});
contextBridge.exposeInMainWorld('paper', api);
