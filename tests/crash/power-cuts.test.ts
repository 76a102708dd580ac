import { afterAll, describe, expect, it } from 'vitest';
import { concludeFault } from '../harness/planned-fault.ts';
import { removeTestFolders } from '../harness/test-folders.ts';
import { hasTool } from '../harness/tools.ts';
import { faultPlan } from './fault-plan.ts';
import { brokenCuts, type Cut, cutPower } from './powercut/cut-power.ts';
import { readCutOptions } from './powercut/cut-options.ts';

const cuts = faultPlan.powerCuts.times;
const seed = 1;
const tools = hasTool('linux.uml') && hasTool('mkfs.ext4');
const say = (cut: Cut): void => console.log(JSON.stringify(cut));

describe.skipIf(!tools)('a real power cut (apt-get install user-mode-linux e2fsprogs)', () => {
  afterAll(removeTestFolders);

  it(`loses no promised sale, ${cuts} times on the same disks`, async () => {
    const done = await cutPower({ cuts, seed, plant: 'none', say });
    const promised = done.at(-1)?.promised ?? 0;
    const seen = `${promised} slips were out over all cuts, and each one is in the journal and in the second copy`;
    expect(concludeFault('powerCuts', { times: done.length, seen, broken: brokenCuts(done) })).toEqual([]);
    expect(promised).toBeGreaterThan(10 * cuts);
  }, 600_000);

  it('would show a journal that does not flush: it loses slips that were out', async () => {
    const [contrast] = await cutPower({ cuts: 1, seed, plant: 'no-flush', say });
    expect(contrast?.lost).toBeGreaterThan(10);
    expect(contrast?.verdict).toBe('the journal lost an entry');
  }, 300_000);
});

describe('the command line of npm run powercut', () => {
  it('takes numbers of cuts and a seed', () => {
    expect(readCutOptions([])).toMatchObject({ cuts: 20, contrast: false });
    expect(readCutOptions(['--cuts', '1000', '--contrast'])).toMatchObject({ cuts: 1_000, contrast: true });
  });

  it.each([['--cuts', '0'], ['--cuts', '1001'], ['--cuts'], ['--seed', 'x'], ['--fast']])(
    'refuses %s %s',
    (...args) => {
      expect(() => readCutOptions(args)).toThrow('Usage');
    },
  );
});
