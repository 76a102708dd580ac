import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ToPrinter } from '../../../printers/printer-messages.ts';
import { asha, newUid, sale } from '../../harness/counter-day.ts';
import { enrolmentCode, openOffice, type Office } from '../../harness/office.ts';
import { startServiceInProcess, type ServiceInProcess } from '../../harness/service-in-process.ts';

/** A service that ends in mid paper leaves on disk what a crash leaves: only the steps that were made. */
let office: Office;
let service: ServiceInProcess;
let consumer = '';

beforeEach(async () => {
  office = await openOffice({ consumers: 3, printerPort: 9 });
  consumer = office.consumers[0]?.consumer ?? '';
  service = await startServiceInProcess(office);
  await service.ask('setup.enrol', { code: enrolmentCode });
  const name = { hi: 'आशा', en: 'Asha' };
  await service.ask('setup.addFirstPerson', { uid: newUid(), name, ...asha });
  await service.ask('session.signIn', asha);
  await service.ask('directory.import', { path: null });
  await service.ask('day.open', { uid: newUid(), businessDate: '2026-11-23' });
  await service.ask('shift.open', { uid: newUid(), float: { '10000': 5 } });
  await service.stop();
  // From here on the head end is away: every paper is made at once.
  const device = { kind: 'tcp', host: '127.0.0.1', port: 9 };
  office.writeConfig({ headEnd: { url: null }, printer: { profile: 'virtual-80', device } });
  service = await startServiceInProcess(office);
  await service.ask('session.signIn', asha);
});

afterEach(async () => {
  await service.stop();
  await office.close();
});

type Print = Extract<ToPrinter, { type: 'print' }>;

const prints = () => service.printer.posted.filter((message): message is Print => message.type === 'print');
const words = (print: Print | undefined) => JSON.stringify(print?.document);
const quiet = () => new Promise((resolve) => setTimeout(resolve, 60));

async function restart(): Promise<void> {
  await service.stop();
  service = await startServiceInProcess(office, { clock: service.clock });
  await service.ask('session.signIn', asha);
  await quiet();
}

async function sold(): Promise<Print> {
  await service.ask('recharge.record', sale(consumer));
  await vi.waitFor(() => expect(prints()).toHaveLength(1));
  const [first] = prints();
  if (first === undefined) throw new Error('a slip');
  return first;
}

function printerSays(print: Print, state: 'awaiting' | 'confirmed'): void {
  const { jobId, attempt, printerId } = print;
  const proof = state === 'confirmed' ? ({ level: 'printed' } as const) : {};
  service.printer.receive({
    type: 'step',
    jobId,
    attempt,
    printerId,
    state,
    reason: 'none',
    bytesAccepted: 9,
    ...proof,
  });
}

function printerBegins({ jobId, attempt, printerId }: Print): void {
  service.printer.receive({ type: 'mayISend', jobId, attempt, printerId, tag: '0001' });
  expect(service.printer.posted).toContainEqual({ type: 'go', jobId, attempt });
}

describe('after a crash', () => {
  it('before the paper was made: it is made once, says PENDING, and is no duplicate', async () => {
    const reply = service.ask('recharge.record', sale(consumer));
    await reply;
    // The reply is out and the slip still waits: nothing of it was frozen.
    await restart();
    expect(prints()).toHaveLength(1);
    expect(words(prints()[0])).toContain('PENDING');
    expect(prints()[0]?.document.copy.kind).toBe('original');
  });

  it('between the freezing and the first byte: the very same paper again, unmarked', async () => {
    const first = await sold();
    await restart();
    expect(prints().map(({ jobId, document }) => [jobId, document])).toEqual([[first.jobId, first.document]]);
    await restart();
    expect(prints()).toHaveLength(1);
  });

  it.each(['sending', 'awaiting'] as const)(
    'while %s: a question, and never the same paper again',
    async (state) => {
      const first = await sold();
      printerBegins(first);
      if (state === 'awaiting') printerSays(first, 'awaiting');
      await restart();
      expect(prints()).toEqual([]);
      // The printer asks once more for what it was given before: it may not.
      service.printer.receive({ ...first, type: 'mayISend', tag: '0002' });
      expect(service.printer.posted).toContainEqual({ type: 'giveUp', jobId: first.jobId });
      const { questions } = await service.ask('state.get', {});
      expect(questions.map(({ job }) => job)).toEqual([first.jobId]);
      const close = { uid: newUid(), counted: { '10000': 10 }, differenceReason: null, approver: null };
      const refused = await service.call('shift.close', close);
      expect(refused).toMatchObject({ error: { code: 'SHIFT_HAS_OPEN_PRINTS' } });

      await service.ask('print.answer', { job: first.jobId, onPaper: 'no' });
      await vi.waitFor(() => expect(prints()).toHaveLength(1));
      expect(prints()[0]?.document.copy).toMatchObject({ kind: 'duplicate', n: 1 });
      const again = await service.call('print.answer', { job: first.jobId, onPaper: 'no' });
      expect(again).toMatchObject({ error: { code: 'PRINT_JOB_NOT_ASKED' } });
      await restart();
      expect(prints().map(({ document }) => document.copy.kind)).toEqual(['duplicate']);
      expect(await service.call('shift.close', close)).toMatchObject({ ok: true });
    },
  );

  it('with proof on disk: nothing is printed and nothing asked', async () => {
    const first = await sold();
    printerBegins(first);
    printerSays(first, 'confirmed');
    await restart();
    expect(prints()).toEqual([]);
    expect((await service.ask('state.get', {})).questions).toEqual([]);
    expect((await service.ask('state.get', {})).lastRecharge?.print?.state).toBe('confirmed');
  });
});
