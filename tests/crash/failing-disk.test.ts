import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDeviceKey } from '../../db/crypto.ts';
import { concludeFault, tallied } from '../harness/planned-fault.ts';
import { removeTestFolders } from '../harness/test-folders.ts';
import { hasTool } from '../harness/tools.ts';
import type { Sale } from './faults/fault-case.ts';
import type { InsideFailingPlan } from './powercut/inside-failing.ts';
import { newMachine, start } from './powercut/machine.ts';
import { type DiskState, readMachineLine } from './powercut/machine-line.ts';

const tools = ['linux.uml', 'mkfs.ext4', 'insmod', 'dmsetup'];
const endMs = 120_000;

describe.skipIf(!tools.every(hasTool))(
  'a disk whose every write fails (apt-get install user-mode-linux e2fsprogs kmod dmsetup)',
  () => {
    const sales: { readonly state: DiskState; readonly sale: Sale }[] = [];
    let verdict: string | null = 'nothing was judged';
    const console: string[] = [];

    beforeAll(async () => {
      const machine = await newMachine();
      const plan: InsideFailingPlan = { root: machine.root, secret: generateDeviceKey().secret };
      const planFile = join(machine.folder, 'plan.json');
      writeFileSync(planFile, JSON.stringify(plan));
      const script = join(import.meta.dirname, 'powercut/inside-failing.ts');
      const running = start(machine, script, planFile, 'through the mapper');
      const late = new AbortController();
      const limit = wait(endMs, undefined, { signal: late.signal }).then(running.cut, () => undefined);
      for await (const line of running.lines) {
        const said = readMachineLine(line);
        if (said === null) console.push(line);
        if (said?.kind === 'sale') sales.push({ state: said.while, sale: said.sale });
        if (said?.kind === 'verdict') verdict = said.verdict;
        if (said?.kind === 'ended') await running.cut();
      }
      late.abort();
      await limit;
    }, 2 * endMs);

    afterAll(removeTestFolders);

    const during = (wanted: DiskState) =>
      sales.filter(({ state }) => state === wanted).map(({ sale }) => sale);

    it('costs the sales of its time the second copy, and they are told so', () => {
      expect(during('both work').every((sale) => sale.said === 'recorded' && sale.copies === 'two')).toBe(
        true,
      );
      const single = during('second copy fails');
      expect(single.length).toBeGreaterThan(0);
      expect(single.every((sale) => sale.said === 'recorded' && sale.copies === 'single')).toBe(true);
    });

    it('records nothing while it is that of the journal, in plain words', () => {
      const refused = during('journal fails');
      expect(refused.length).toBeGreaterThan(0);
      // A file system that met errors makes itself read only.
      const plain = ['JOURNAL_DISK_FAILING', 'JOURNAL_READONLY'];
      const said = refused.map((sale) => (sale.said === 'recorded' ? 'recorded' : sale.code));
      expect(said.filter((code) => !plain.includes(code))).toEqual([]);
    });

    it('works again: what was unknown is found or made by its uid, and both copies are whole', () => {
      const again = during('both work again');
      expect(again.length).toBeGreaterThan(during('journal fails').length);
      expect(again.every((sale) => sale.said === 'recorded')).toBe(true);
      const recorded = sales.filter(({ sale }) => sale.said === 'recorded');
      expect(new Set(recorded.map(({ sale }) => sale.uid)).size).toBe(recorded.length);
      const seen = `of ${sales.length} sales ${tallied(sales.map(({ sale }) => sale.said))}; then all recorded, once each`;
      const broken = verdict === null ? [] : [verdict, ...console];
      expect(concludeFault('failingDisks', { times: 2, seen, broken })).toEqual([]);
    });
  },
);
