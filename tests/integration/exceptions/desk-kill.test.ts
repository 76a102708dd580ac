import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVirtualPrinter, type VirtualPrinter } from '../../../printers/virtual/virtual-printer.ts';
import type { CrashPoint } from '../../../db/test-points.ts';
import { verified } from '../../harness/counter-command.ts';
import { asha, meena, openCounter } from '../../harness/counter-day.ts';
import { actOn, heard, sellRefused } from '../../harness/exceptions-counter.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { paperOfSlip, papersOfJournal } from '../../harness/paper-of-journal.ts';

/** kill -9 while cash goes back: the refund is there once or not at all, and whoever asks by its id is told. */
let office: Office;
let printer: VirtualPrinter;
const program = new URL('../../harness/counter-child.ts', import.meta.url).pathname;
let rounds = 0;

beforeAll(async () => {
  printer = await startVirtualPrinter({ widthDots: 576, speedMmPerS: 2_000 });
  office = await openOffice({ printerPort: printer.port });
  const counter = await start();
  await openCounter(counter);
  await counter.end();
}, 60_000);

afterAll(async () => {
  await printer.stop();
  await office.close();
});

const place = () => ({ data: office.dataFolder, config: office.configFile });
const start = (): Promise<JsonLinesCounter> => startJsonLinesCounter(place());

async function startDying(label: CrashPoint): Promise<{ counter: JsonLinesCounter; arm: () => void }> {
  const when = join(office.folder, `die-${(rounds += 1)}`);
  const env = { CRASH_AT: label, CRASH_WHEN: when };
  const counter = await startJsonLinesCounter({ ...place(), program, env });
  await counter.ask('session.signIn', asha);
  return { counter, arm: () => writeFileSync(when, '') };
}

describe('kill -9 in mid refund', () => {
  it.each([
    ['before-commit', 'not there'],
    ['after-commit', 'there'],
    ['after-mirror', 'there'],
  ] as const)('%s: it is %s, and the same id makes it once', async (label, outcome) => {
    const dying = await startDying(label);
    const amountPaise = (310 + rounds * 10) * 100;
    const detail = await sellRefused(office, dying.counter, amountPaise);
    const wanted = { ...actOn(detail), approver: meena };
    dying.arm();
    await expect(dying.counter.call('exceptions.refund', wanted)).rejects.toThrow('the counter is gone');
    rmSync(join(office.folder, `die-${rounds}`));

    const counter = await start();
    await counter.ask('session.signIn', asha);
    const { done } = await counter.ask('exceptions.find', { uid: wanted.uid });
    expect(done === null ? 'not there' : 'there').toBe(outcome);
    const again = await counter.ask('exceptions.refund', wanted);
    expect(again.story.map(({ what }) => what)).toEqual(['recharge', 'refund']);
    const printed = await heard(counter, detail.row.receiptNumber, ({ slip }) => slip?.state === 'confirmed');
    expect(printed.slip).toMatchObject({ copy: 0 });
    expect(await counter.end()).toBe(0);
  });

  it('leaves a whole journal, one unmarked slip for each refund, and nothing that was never recorded', async () => {
    const { code, report } = await verified('--data', office.dataFolder);
    expect([code, report.whole]).toEqual([0, true]);
    const papers = papersOfJournal(office.dataFolder, 576);
    const refunds = printer.slips
      .filter(({ end }) => end === 'cut')
      .map((slip) => paperOfSlip(slip, papers))
      .filter((paper) => paper?.document.kind === 'refund');
    expect(refunds.map((paper) => paper?.copy)).toEqual([0, 0, 0]);
    expect(new Set(refunds.map((paper) => paper?.entry)).size).toBe(3);
  });
});
