import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import {
  openStatusSocket,
  socketBounds,
  statusAddress,
  type StatusSocket,
} from '../../../electron/service/status-socket.ts';
import { newFolder } from '../../harness/journal.ts';

const shortBounds = { questionMs: 400, holdMs: 600 };
const log = { note: () => undefined, incident: () => undefined };

describe('the socket of a running service', () => {
  const folder = newFolder();
  let socket: StatusSocket;
  let hasJournal = true;
  beforeAll(async () => {
    const status = () => ({ state: { appVersion: 'x' } as never, facts: null });
    socket = openStatusSocket(folder, { status, hasJournal: () => hasJournal }, log, shortBounds);
    while ((await said('status\n')) === '') await new Promise((resolve) => setTimeout(resolve, 10));
  });
  afterAll(() => socket.close());

  /** Everything that is answered before the line ends. */
  function said(question: string): Promise<string> {
    return new Promise((resolve) => {
      let text = '';
      const line = connect(statusAddress(folder));
      line.on('data', (chunk) => (text += chunk.toString()));
      line.on('error', () => resolve(text));
      line.on('close', () => resolve(text));
      line.on('connect', () => line.write(question));
    });
  }

  it('answers one word, and nobody who says something else', async () => {
    expect(JSON.parse(await said('status\n'))).toEqual({ state: { appVersion: 'x' }, facts: null });
    for (const other of ['verify\n', '\n', '{"ask":"status"}\n', 'hold \n', 'status\r\n'])
      expect(await said(other)).toBe('');
  });

  it('reads a question up to its limit and no further', async () => {
    expect(await said(`${'x'.repeat(limits.socketQuestionCharsMax)}\n`)).toBe('');
    expect(await said('x'.repeat(limits.socketQuestionCharsMax + 1))).toBe('');
  });

  it('holds for whoever stays, not for one who left, and not without a journal', async () => {
    hasJournal = false;
    expect(await said('hold\n')).toBe('no-journal\n');
    hasJournal = true;
    expect(socket.isHeld()).toBe(false);
    const line = connect(statusAddress(folder));
    line.write('hold\n');
    await expect.poll(() => socket.isHeld()).toBe(true);
    line.destroy();
    await expect.poll(() => socket.isHeld()).toBe(false);
  });

  it('waits for a question, and holds, so long and no longer', async () => {
    expect(socketBounds).toEqual({ questionMs: limits.socketQuestionMs, holdMs: limits.journalHoldMs });
    const silent = performance.now();
    expect(await said('stat')).toBe('');
    expect(performance.now() - silent).toBeGreaterThanOrEqual(shortBounds.questionMs - 5);
    const began = performance.now();
    expect(await said('hold\n')).toBe('held\n');
    expect(performance.now() - began).toBeGreaterThanOrEqual(shortBounds.holdMs - 5);
    await expect.poll(() => socket.isHeld()).toBe(false);
  });

  it('lets go of everybody when the service stops', async () => {
    const other = newFolder();
    const status = () => ({ state: {} as never, facts: null });
    const stopping = openStatusSocket(other, { status, hasJournal: () => true }, log);
    await expect
      .poll(async () => {
        const line = connect(statusAddress(other));
        line.on('error', () => undefined);
        line.write('hold\n');
        await new Promise((resolve) => setTimeout(resolve, 50));
        return stopping.isHeld();
      })
      .toBe(true);
    await stopping.close();
    expect(stopping.isHeld()).toBe(false);
  });
});
