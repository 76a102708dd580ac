import { expect, it, vi } from 'vitest';
import type { A4Api } from '../../../electron/contract/channels.ts';
import { exposed, ipcRenderer } from '../../harness/fake-electron.ts';

vi.mock('electron', () => import('../../harness/fake-electron.ts'));
await import('../../../electron/preload/a4-preload.ts');

it('gives the page of a paper two calls and nothing of the counter', async () => {
  expect([...exposed.keys()]).toEqual(['paper']);
  const api = exposed.get('paper') as unknown as A4Api & Record<string, unknown>;
  expect(Object.isFrozen(api)).toBe(true);
  expect(Object.keys(api)).toEqual(['document', 'drawn']);
  await api.document();
  await api.drawn(3);
  expect(ipcRenderer.invoke.mock.calls).toEqual([['counter:a4.document'], ['counter:a4.drawn', 3]]);
});
