import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import {
  channels,
  ipcPrefix,
  recordingChannels,
  shellChannels,
} from '../../../electron/contract/channels.ts';
import { counterError } from '../../../electron/contract/view-schemas.ts';
import { openGate } from '../../../electron/main/gate.ts';
import { createSaleMemory } from '../../../electron/main/sale-memory.ts';
import type { CallOutcome, ServiceLink } from '../../../electron/main/service-link.ts';
import { FakeContents, ipcHandlers } from '../../harness/fake-electron.ts';
import { anyMock } from '../../harness/any-mock.ts';

vi.mock('electron', () => import('../../harness/fake-electron.ts'));

const uid = '019ab3c4-0000-7000-8000-000000000001';
const names = [...channels, ...shellChannels];
/** One right input for a channel that records and for one that reads. */
const record = { uid, consumer: '1', amountPaise: 100, tenderedPaise: 100, approvals: [] };

interface Refused {
  readonly ok: false;
  readonly error: { code: string; retry: string; incidentId: string; params: object };
}

function open(outcome: CallOutcome | null = { type: 'away' }) {
  const contents = new FakeContents();
  const call = vi.fn<ServiceLink['call']>(() => Promise.resolve(outcome ?? { type: 'away' }));
  const log = anyMock();
  const saleMemory = createSaleMemory();
  openGate({
    page: () => contents as never,
    link: () => (outcome === null ? null : { call, recordingInHand: () => 0 }),
    saleMemory,
    newIncidentId: () => 'M-00000001',
    log,
  });
  const send = (name: string, ...payload: unknown[]) =>
    sendFrom({ sender: contents, senderFrame: contents.mainFrame }, name, ...payload);
  return { contents, call, log, saleMemory, send };
}

async function sendFrom(event: object, name: string, ...payload: unknown[]): Promise<Refused> {
  const handler = ipcHandlers.get(`${ipcPrefix}${name}`);
  if (handler === undefined) throw new Error(`no handler for ${name}`);
  return (await handler(event, ...payload)) as Refused;
}

beforeEach(() => {
  ipcHandlers.clear();
});

describe('the gate', () => {
  it('listens to exactly the names of the contract', () => {
    open();
    expect([...ipcHandlers.keys()].toSorted()).toEqual(names.map((name) => `counter:${name}`).toSorted());
  });

  it.each(names)('refuses a foreign sender on %s without looking at the message', async (name) => {
    const { contents, call } = open();
    const child = { url: 'app://counter/', parent: contents.mainFrame };
    for (const event of [
      { sender: contents, senderFrame: null },
      { sender: contents, senderFrame: child },
      { sender: new FakeContents(), senderFrame: contents.mainFrame },
    ]) {
      const trap = new Proxy({}, { get: () => expect.unreachable(), ownKeys: () => expect.unreachable() });
      expect(await sendFrom(event, name, trap)).toMatchObject({ error: { code: 'CONTRACT_VIOLATION' } });
    }
    expect(call).not.toHaveBeenCalled();
  });

  it.each(names)('takes exactly one argument on %s', async (name) => {
    const { send, call } = open();
    expect(await send(name)).toMatchObject({ error: { code: 'CONTRACT_VIOLATION', retry: 'never' } });
    expect(await send(name, {}, {})).toMatchObject({ error: { code: 'CONTRACT_VIOLATION' } });
    expect(call).not.toHaveBeenCalled();
  });

  it.each(names)('answers anything at all on %s with a value of the contract', async (name) => {
    const { send, call } = open();
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
        async (payload) => {
          call.mockClear();
          const answer = await send(name, payload);
          const error = answer.ok ? null : counterError.parse(answer.error);
          const refused = error?.code === 'CONTRACT_VIOLATION' || error?.code === 'TOO_LARGE';
          expect(call.mock.calls.length).toBeLessThanOrEqual(refused ? 0 : 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes a payload of the size limit and refuses one byte more', async () => {
    const { send, call } = open();
    const frame = JSON.stringify({ text: '' }).length;
    const fits = { text: 'x'.repeat(limits.ipcPayloadBytesMax - frame) };
    expect(await send('directory.search', fits)).toMatchObject({ error: { code: 'CONTRACT_VIOLATION' } });
    const large = { text: `${fits.text}x` };
    expect(await send('directory.search', large)).toMatchObject({
      error: { code: 'TOO_LARGE', retry: 'never' },
    });
    expect(call).not.toHaveBeenCalled();
  });

  it('refuses a key that the contract does not know, and logs its place but no value', async () => {
    const { send, call, log } = open();
    const answer = await send('recharge.record', { ...record, consumer: 12_345, pin: '4711' });
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'CONTRACT_VIOLATION',
        retry: 'never',
        incidentId: 'M-00000001',
        params: { channel: 'recharge.record' },
      },
    });
    expect(call).not.toHaveBeenCalled();
    expect(JSON.stringify(log.mock.calls)).toContain('consumer');
    expect(JSON.stringify(log.mock.calls)).not.toMatch(/4711|12345/u);
  });

  it('hands on a checked copy, never the object of the page', async () => {
    const { send, call } = open();
    const sent = { ...record };
    await send('recharge.record', sent);
    expect(call).toHaveBeenCalledWith('recharge.record', record);
    expect(call.mock.calls[0]?.[1]).not.toBe(sent);
  });
});

describe('a call that the service does not answer', () => {
  it('is away where no service lives, and can be sent again under its id', async () => {
    const { send } = open(null);
    const answer = await send('recharge.record', record);
    expect(answer).toMatchObject({ error: { code: 'SERVICE_AWAY', retry: 'same-id' } });
  });

  it('is unknown where it may have recorded, and only away where it reads', async () => {
    const { send } = open({ type: 'no-answer' });
    expect(await send('recharge.record', record)).toMatchObject({
      error: { code: 'OUTCOME_UNKNOWN', retry: 'same-id' },
    });
    expect(await send('state.get', {})).toMatchObject({ error: { code: 'SERVICE_AWAY' } });
    expect(recordingChannels).not.toContain('recharge.find');
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'ok'],
    ['no outcome', {}],
    ['success without a value', { ok: true }],
    ['a value of another shape', { ok: true, value: { seq: 'one' } }],
    ['an error outside the union', { ok: false, error: { code: 'NO_SUCH_CODE' } }],
    ['an error with a stack', { ok: false, error: { code: 'INTERNAL', stack: 'at x' } }],
    ['both outcomes', { ok: 'yes', value: {} }],
  ])('is not believed when the reply is %s', async (_name, reply) => {
    const { send } = open({ type: 'answered', reply });
    expect(await send('recharge.record', record)).toMatchObject({
      error: { code: 'OUTCOME_UNKNOWN', retry: 'same-id' },
    });
    expect(await send('state.get', {})).toMatchObject({ error: { code: 'INTERNAL', retry: 'never' } });
  });

  it('passes on a refusal of the service as it is', async () => {
    const error = { code: 'PIN_WRONG', retry: 'after-fix', incidentId: 'S-1', params: { triesLeft: 3 } };
    const { send } = open({ type: 'answered', reply: { ok: false, error } });
    expect(await send('session.signOut', {})).toEqual({ ok: false, error });
  });

  it('shows the page no text of an exception', async () => {
    const { contents, log } = open();
    openGate({
      page: () => contents as never,
      link: () => {
        throw new Error('secret of the house');
      },
      saleMemory: createSaleMemory(),
      newIncidentId: () => 'M-00000002',
      log,
    });
    const answer = await sendFrom(
      { sender: contents, senderFrame: contents.mainFrame },
      'session.signOut',
      {},
    );
    expect(answer).toMatchObject({ error: { code: 'INTERNAL', incidentId: 'M-00000002' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(JSON.stringify(log.mock.calls)).toContain('secret of the house');
  });
});

describe('the open sale', () => {
  it('is given back after a reload until it is let go', async () => {
    const { send, call } = open();
    expect(await send('shell.recallSale', {})).toEqual({ ok: true, value: { uid: null } });
    expect(await send('shell.rememberSale', { uid })).toEqual({ ok: true, value: {} });
    expect(await send('shell.recallSale', {})).toEqual({ ok: true, value: { uid } });
    expect(await send('shell.rememberSale', { uid: 'not an id' })).toMatchObject({ ok: false });
    expect(await send('shell.recallSale', {})).toEqual({ ok: true, value: { uid } });
    await send('shell.rememberSale', { uid: null });
    expect(await send('shell.recallSale', {})).toEqual({ ok: true, value: { uid: null } });
    expect(call).not.toHaveBeenCalled();
  });
});
