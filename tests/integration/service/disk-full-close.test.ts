import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { newUid, openCounter, sale } from '../../harness/counter-day.ts';
import { startJsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { concludeFault } from '../../harness/planned-fault.ts';
import { canMount, smallDisk, type SmallDisk } from '../../harness/small-disk.ts';

let office: Office;
let disk: SmallDisk;

afterEach(async () => {
  disk.end();
  await office.close();
});

describe.skipIf(!canMount)('a full disk in mid day (needs root to mount one)', () => {
  it('stops selling with a sentence, lets shift and day be closed, and sells on when there is room', async () => {
    office = await openOffice();
    office.writeConfig({ reserveFileBytes: 4 * limits.reserveFileBytesMin });
    disk = smallDisk('tmpfs', office.dataFolder, 32);
    const reserve = join(office.dataFolder, 'reserve');
    const counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
    await openCounter(counter);
    await expect.poll(() => existsSync(reserve), { timeout: 15_000 }).toBe(true);
    disk.fill(0);
    const consumer = office.consumers[0]?.consumer ?? '';
    let sold = 0;
    const approvals = [{ guard: 'same-amount-again', approver: 'meena', pin: '9157' }] as const;
    for (;;) {
      const amountPaise = (sold + 1) * 1_00;
      const next = sale(office.consumers[sold % 60]?.consumer ?? consumer, {
        amountPaise,
        approvals: [...approvals],
      });
      const reply = await counter.call('recharge.record', next);
      if (!reply.ok) {
        expect(reply.error.code).toBe('JOURNAL_FULL');
        break;
      }
      sold += 1;
    }
    expect(existsSync(reserve)).toBe(false);
    const locked = await counter.until('the lock', ({ selling }) => selling.reason === 'JOURNAL_FULL');
    expect(locked.shift).not.toBeNull();
    const refused = await counter.call('recharge.record', sale(consumer));
    expect(refused).toMatchObject({ ok: false, error: { code: 'JOURNAL_FULL' } });

    const takings = (sold * (sold + 1)) / 2;
    const counted = { '50000': 2, '10000': 5, '100': takings };
    const closed = await counter.ask('shift.close', {
      uid: newUid(),
      counted,
      differenceReason: null,
      approver: null,
    });
    expect(closed).toMatchObject({ recharges: sold, differencePaise: 0 });
    expect(await counter.ask('day.close', { uid: newUid() })).toMatchObject({ recharges: sold });

    disk.empty();
    await counter.until('the room', ({ selling }) => selling.state === 'open', 30_000);
    expect(existsSync(reserve)).toBe(true);
    expect(await counter.end()).toBe(0);
    const seen = `${sold} sales, then JOURNAL_FULL; shift and day closed on the room of the reserve, selling open again with room`;
    expect(concludeFault('closingOnFullDisk', { times: 1, seen, broken: [] })).toEqual([]);
  }, 120_000);
});
