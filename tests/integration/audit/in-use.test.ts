import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kolkataDate } from '../../../counter/time.ts';
import { statusAddress } from '../../../electron/service/status-socket.ts';
import { openCounter, sale } from '../../harness/counter-day.ts';
import { runCounter, verified } from '../../harness/counter-command.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { createJournal, closeJournal } from '../../../db/journal.ts';
import { enrolment, freshOptions } from '../../harness/journal.ts';

const child = new URL('../../harness/journal-child.ts', import.meta.url).pathname;

describe('a folder in use', () => {
  let office: Office;
  let counter: JsonLinesCounter;
  beforeAll(async () => {
    office = await openOffice();
    counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
    await openCounter(counter);
  }, 60_000);
  afterAll(async () => {
    await counter.end();
    await office.close();
  });

  /** Sells without a pause until told to stop; gives the sum of what was sold. */
  function selling(): { stop(): Promise<{ readonly sold: number; readonly sumPaise: number }> } {
    let isOn = true;
    const run = (async () => {
      let sold = 0;
      let sumPaise = 0;
      for (; isOn; sold += 1) {
        const consumer = office.consumers[sold % office.consumers.length]?.consumer ?? '';
        const amountPaise = 100_00 + sold * 1_00;
        await counter.ask('recharge.record', sale(consumer, { amountPaise, tenderedPaise: 5_000_00 }));
        sumPaise += amountPaise;
      }
      return { sold, sumPaise };
    })();
    return {
      stop: async () => {
        isOn = false;
        return run;
      },
    };
  }

  it('is proved and exported while it sells, each time as it was at one moment', async () => {
    const sales = selling();
    const proofs = [];
    for (let times = 0; times < 4; times += 1)
      proofs.push(await verified('--data', office.dataFolder, '--every-signature'));
    const today = kolkataDate(Date.now());
    const out = join(office.folder, 'in-use.ndjson');
    const range = ['--from', today, '--to', today, '--format', 'ndjson', '--out', out];
    const exported = await runCounter('export', '--data', office.dataFolder, ...range);
    const { sold, sumPaise } = await sales.stop();
    expect(sold).toBeGreaterThan(4);
    expect(proofs.map(({ code, report }) => [code, report.fault])).toEqual(proofs.map(() => [0, null]));
    const entries = proofs.map(({ report }) => report.entries);
    expect(entries).toEqual(entries.toSorted((left, right) => left - right));
    expect(entries.at(-1)).toBeGreaterThan(entries[0] ?? 0);
    expect([exported.code, exported.stderr]).toEqual([0, '']);
    const file = await verified('--file', out);
    expect([file.code, file.report.fault]).toEqual([0, null]);
    const after = await verified('--data', office.dataFolder);
    expect(after.report.takingsPaise).toBe(sumPaise);
  });

  it('tells its whole status', async () => {
    await counter.until('all is copied', ({ secondCopy }) => secondCopy.state === 'complete');
    const { code, stdout } = await runCounter('status', '--data', office.dataFolder, '--json');
    expect(code).toBe(0);
    const status = JSON.parse(stdout) as Record<string, unknown>;
    expect(status).toMatchObject({
      use: 'running',
      counter: 'C02',
      epoch: 1,
      shift: 'asha',
      openPrints: 0,
      secondCopy: { state: 'complete', throughSeq: status['entries'] },
      locked: null,
    });
    expect(status['deviceKey']).toMatch(/^[\w-]{43}$/u);
    expect(status['freeBytes']).toBeGreaterThan(0);
    const text = await runCounter('status', '--data', office.dataFolder);
    expect(text.stdout).toMatch(/^second copy {4}complete through entry \d+$/mu);
  });

  it('keeps its log where it is while somebody copies, and moves it when that one is gone', async () => {
    const journal = join(office.dataFolder, 'journal.db');
    const socket = connect(statusAddress(office.dataFolder));
    const held = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
    socket.write('hold\n');
    expect(await held).toBe('held\n');
    await counter.ask(
      'recharge.record',
      sale(office.consumers[0]?.consumer ?? '', { amountPaise: 77_00, tenderedPaise: 77_00 }),
    );
    const before = statSync(journal, { bigint: true }).mtimeNs;
    await new Promise((resolve) => setTimeout(resolve, 7_500));
    expect(statSync(journal, { bigint: true }).mtimeNs).toBe(before);
    socket.destroy();
    await expect
      .poll(() => statSync(journal, { bigint: true }).mtimeNs, { timeout: 10_000 })
      .toBeGreaterThan(before);
  });

  it('whose service does not answer cannot be read, exit 3', async () => {
    process.kill(counter.pid, 'SIGSTOP');
    try {
      for (const verb of ['verify', 'status']) {
        const { code, stdout, stderr } = await runCounter(verb, '--data', office.dataFolder);
        expect([verb, code, stdout]).toEqual([verb, 3, '']);
        expect(stderr).toMatch(/does not answer/u);
      }
    } finally {
      process.kill(counter.pid, 'SIGCONT');
    }
    expect((await verified('--data', office.dataFolder)).code).toBe(0);
  });

  it('that was left behind by a crash is at rest: proved with its log, the dead socket and all', async () => {
    await counter.kill();
    expect(existsSync(join(office.dataFolder, 'counter.sock'))).toBe(true);
    const { code, report } = await verified('--data', office.dataFolder);
    expect([code, report.fault]).toEqual([0, null]);
    const status = await runCounter('status', '--data', office.dataFolder, '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({ use: 'at-rest', entries: report.entries });
  });
});

describe.runIf(process.platform === 'linux')('a journal that another program holds', () => {
  it('cannot be read, exit 3, and is proved when it lets go', async () => {
    const { options, secret } = freshOptions();
    const created = await createJournal(options, 'C02', enrolment(options.signer.publicKey));
    if (!created.ok) throw new Error(created.error.detail);
    await closeJournal(created.value);
    const { folder, mirrorFolder } = options;
    const plan = JSON.stringify({ folder, mirrorFolder, secret, act: 'hold' });
    const holder = spawn(process.execPath, [child, plan], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const { code, stderr } = await runCounter('verify', '--data', folder);
    expect(code).toBe(3);
    expect(stderr).toMatch(/another program is using this journal/u);
    const gone = new Promise((resolve) => holder.once('exit', resolve));
    holder.stdin.end();
    await gone;
    expect((await verified('--data', folder)).code).toBe(0);
  });
});
