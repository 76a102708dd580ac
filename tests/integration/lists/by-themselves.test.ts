import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { ok } from '../../../counter/result.ts';
import { appendEntry } from '../../../db/append.ts';
import { closeJournal, type Journal } from '../../../db/journal.ts';
import type { MadeListInParts } from '../../../electron/contract/list-schemas.ts';
import { listsByThemselves } from '../../../electron/service/lists-by-themselves.ts';
import type { ListsDesk } from '../../../electron/service/lists-desk.ts';
import { refuse } from '../../../electron/service/refusal.ts';
import { enrolWithPeople, newUid, sale } from '../../harness/counter-day.ts';
import { enrolled, handClock, must, nobody, openCounter } from '../../harness/journal.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { startServiceInProcess, type ServiceInProcess } from '../../harness/service-in-process.ts';

const hour = 3_600_000;
const log = { note: vi.fn<() => void>(), incident: vi.fn<() => void>() };

describe('lists that are due', () => {
  const clock = handClock();
  let journal: Journal;
  let madeAt: number | null;
  const make = vi.fn<ListsDesk['make']>();
  const lists: ListsDesk = {
    make,
    lastMadeAt: () => Promise.resolve(madeAt),
    preview: () => Promise.reject(new Error('nobody looks')),
    stop: () => Promise.resolve(),
  };
  const itself = (lock: 'JOURNAL_FULL' | null = null) =>
    listsByThemselves({ clock, log, lists, keeper: { journal, lock } as never });
  const made = () => make.mock.calls.map(([, wanted]) => wanted);

  beforeAll(async () => {
    ({ journal } = await enrolled({ clock, mirrorFolder: null }));
    const open = await openCounter(journal, clock.wallMs());
    const common = { ...nobody, ...open, operator: 'asha' };
    const shut = {
      cashier: 'asha',
      counted: { '10000': 10 },
      countedPaise: 1_000_00,
      floatPaise: 1_000_00,
      cancellations: 0,
      cancelledPaise: 0,
      movedPaise: 0,
      expectedPaise: 1_000_00,
      differencePaise: 0,
      differenceReason: null,
      approver: null,
      recharges: 0,
      takingsPaise: 0,
      firstReceipt: null,
      lastReceipt: null,
    };
    const ledger = [
      { account: 'cash-drawer', amountPaise: -1_000_00 },
      { account: 'float', amountPaise: 1_000_00 },
    ] as const;
    must(await appendEntry(journal, { ...common, ...shut, kind: 'shift closed', uid: newUid(), ledger }));
    clock.pass(60_000);
    const sums = {
      recharges: 0,
      takingsPaise: 0,
      cancellations: 0,
      cancelledPaise: 0,
      unsent: 0,
      unsentPaise: 0,
      firstReceipt: null,
      lastReceipt: null,
    };
    must(await appendEntry(journal, { ...common, ...sums, shift: null, kind: 'day closed', uid: newUid() }));
    const outage = { name: 'BR-2026-11-23', since: clock.wallMs(), cause: 'server' };
    must(await appendEntry(journal, { ...nobody, ...outage, kind: 'outage opened', uid: newUid() }));
    clock.pass(60_000);
  });
  afterAll(() => closeJournal(journal));
  beforeEach(() => {
    make.mockReset().mockResolvedValue(ok({} as MadeListInParts));
    madeAt = clock.wallMs();
  });

  it('are made after a close: of the day, of the outage, and last the one that counts', async () => {
    madeAt = null;
    await itself().rest();
    expect(made().map(({ list }) => list)).toEqual(['paid-in-day', 'paid-in-outage', 'do-not-disconnect']);
    expect(made()[0]).toMatchObject({ businessDate: '2026-11-23' });
  });

  it('are made once a date while the outage is open, without the day', async () => {
    await itself().rest();
    expect(made()).toEqual([]);
    clock.pass(24 * hour);
    await itself().rest();
    expect(made().map(({ list }) => list)).toEqual(['paid-in-outage', 'do-not-disconnect']);
  });

  it('are not made while the disk is full', async () => {
    madeAt = null;
    await itself('JOURNAL_FULL').rest();
    expect(made()).toEqual([]);
  });

  it('are not begun twice', async () => {
    madeAt = null;
    const desk = itself();
    await Promise.all([desk.rest(), desk.rest()]);
    expect(made()).toHaveLength(3);
  });

  it.each([
    ['refused', () => Promise.resolve(refuse('DOCUMENTS_FOLDER_UNWRITABLE'))],
    ['thrown out', () => Promise.reject(new Error('a bug'))],
  ])('are tried again when they were %s: after the wait, and not before', async (_how, answer) => {
    madeAt = null;
    make.mockImplementation(answer);
    const desk = itself();
    await desk.rest();
    expect(made()).toHaveLength(1);
    clock.pass(limits.listsRetryMs - 1);
    await desk.rest();
    expect(made()).toHaveLength(1);
    clock.pass(1);
    await desk.rest();
    expect(made()).toHaveLength(2);
  });
});

describe('a counter that nobody asks for lists', () => {
  const clock = handClock();
  let office: Office;
  let counter: ServiceInProcess;
  const documents = () => join(office.folder, 'papers');
  const lists = () =>
    (existsSync(documents()) ? readdirSync(documents()) : [])
      .filter((name) => name.endsWith('.csv'))
      .toSorted();

  beforeAll(async () => {
    office = await openOffice({ consumers: 10 });
    office.writeConfig({ documentsFolder: documents() });
    counter = await startServiceInProcess(office, { clock });
    await enrolWithPeople(counter);
  }, 60_000);
  afterAll(async () => {
    await counter.stop();
    await office.close();
  });

  /** Nobody comes to the counter for a while; its timer is a real one. */
  async function rest(): Promise<void> {
    clock.pass(60_000);
    await new Promise((resolve) => setTimeout(resolve, 3_500));
  }

  it('makes none before the first close, and all of them after it, where the configuration says', async () => {
    await counter.ask('day.open', { uid: newUid(), businessDate: '2026-11-23' });
    await counter.ask('shift.open', { uid: newUid(), float: { '10000': 1 } });
    await counter.ask(
      'recharge.record',
      sale(office.consumers[0]?.consumer ?? '', {
        approvals: [{ guard: 'unknown-consumer', approver: 'meena', pin: '9157' }],
      }),
    );
    await rest();
    expect(lists()).toEqual([]);
    const counted = { '50000': 1, '10000': 1 };
    await counter.ask('shift.close', { uid: newUid(), counted, differenceReason: null, approver: null });
    await counter.ask('day.close', { uid: newUid() });
    await rest();
    const madeAtClose = ['DND_PTC-C02_2026-11-23.csv', 'PAID_2026-11-23_PTC-C02_2026-11-23.csv'];
    expect(lists()).toEqual(madeAtClose);
    await rest();
    expect(lists()).toEqual(madeAtClose);
  });

  it('makes them on every date of an outage, also where a stick took its place for a while', async () => {
    await counter.ask('outage.open', { uid: newUid(), name: 'BR-1', cause: 'server', since: clock.wallMs() });
    await rest();
    expect(lists()).toHaveLength(2);
    clock.pass(24 * hour);
    await rest();
    expect(lists().filter((name) => name.includes('2026-11-24'))).toEqual([
      'DND_PTC-C02_2026-11-24.csv',
      'PAID_BR-1_PTC-C02_2026-11-24.csv',
    ]);
    rmSync(documents(), { recursive: true });
    writeFileSync(documents(), 'no folder');
    clock.pass(24 * hour);
    await rest();
    rmSync(documents());
    clock.pass(limits.listsRetryMs);
    await rest();
    expect(lists()).toContain('DND_PTC-C02_2026-11-25.csv');
  });
});
