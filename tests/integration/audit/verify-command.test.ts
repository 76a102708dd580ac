import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditedCounter, type AuditedCounter, fingerprint } from '../../harness/audited-counter.ts';
import { runCounter, verified } from '../../harness/counter-command.ts';

const days = [
  {
    businessDate: '2026-11-23',
    session: 1,
    recharges: 3,
    takingsPaise: 1_500_00,
    cancelledPaise: 0,
    netPaise: 1_500_00,
    firstReceipt: 'PTC-C02-2627-000001',
    lastReceipt: 'PTC-C02-2627-000003',
    closed: true,
  },
  {
    businessDate: '2026-11-24',
    session: 1,
    recharges: 2,
    takingsPaise: 1_000_00,
    cancelledPaise: 500_00,
    netPaise: 500_00,
    firstReceipt: 'PTC-C02-2627-000004',
    lastReceipt: 'PTC-C02-2627-000005',
    closed: false,
  },
];

describe('counter -- verify', () => {
  let counter: AuditedCounter;
  beforeAll(async () => {
    counter = await auditedCounter();
  });
  const sums = () => ({
    whole: true,
    counter: 'C02',
    epochs: [1],
    entries: 13,
    firstSeq: 1,
    lastSeq: 13,
    headHash: counter.entries.at(-1)?.hash,
    takingsPaise: 2_500_00,
    perpetualTotalPaise: 2_500_00,
    days,
    fault: null,
  });

  it('proves a data folder at rest, says the totals of each day, and changes no byte and no time', async () => {
    const before = fingerprint(counter.folder);
    const { code, report } = await verified('--data', counter.folder);
    expect(code).toBe(0);
    expect(report).toMatchObject({ source: 'data', ...sums() });
    expect(fingerprint(counter.folder)).toEqual(before);
  });

  it('leaves a folder with a log as it was: the log of a counter that died is proved with it', async () => {
    const died = await auditedCounter();
    const { journal } = died;
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(journal);
    db.exec("INSERT INTO boot (n, boot_id, at) SELECT max(n) + 1, 'x', 0 FROM boot");
    const copy = mkdtempSync(join(tmpdir(), 'died-'));
    for (const name of ['journal.db', 'journal.db-wal'])
      copyFileSync(join(died.folder, name), join(copy, name));
    db.close();
    const before = fingerprint(copy);
    expect(before).toHaveLength(2);
    expect((await verified('--data', copy)).code).toBe(0);
    expect(fingerprint(copy)).toEqual(before);
  });

  it('checks every signature when asked, and few otherwise', async () => {
    const few = await verified('--file', counter.journal);
    const all = await verified('--file', counter.journal, '--every-signature');
    expect(few.report).toMatchObject({ source: 'journal-file', ...sums() });
    // Enrolment, two closes, the last entry, an answer and an acknowledgement; then the other nine.
    expect([few.report.signaturesChecked, all.report.signaturesChecked]).toEqual([6, 15]);
    expect(few.report.notes.join(' ')).toContain('--every-signature');
  });

  it('proves the second copy without its key as far as that can be seen, and says what cannot', async () => {
    const before = fingerprint(counter.mirror);
    const { code, report } = await verified('--mirror', counter.mirror);
    expect(code).toBe(0);
    const closed = { takingsPaise: null, perpetualTotalPaise: null, days: [], signaturesChecked: 13 };
    expect(report).toMatchObject({ ...sums(), source: 'mirror', ...closed });
    expect(report.notes[0]).toMatch(/bodies stay closed/u);
    expect(fingerprint(counter.mirror)).toEqual(before);
  });

  it('proves with the recovery key all that the journal says', async () => {
    const { mirror, recoveryKeyFile } = counter;
    const { code, report } = await verified('--mirror', mirror, '--recovery-key', recoveryKeyFile);
    expect(code).toBe(0);
    expect(report).toMatchObject({ source: 'mirror', ...sums() });
  });

  it('prints for people: aligned, rupees in Indian grouping, and the fault in a sentence', async () => {
    const { code, stdout, stderr } = await runCounter('verify', '--data', counter.folder);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^WHOLE: no fault was found\.\n/u);
    expect(stdout).toMatch(/^takings {8}₹2,500\.00$/mu);
    expect(stdout).toMatch(
      /^2026-11-23 +1 +3 +₹1,500\.00 +₹0\.00 +₹1,500\.00 +PTC-C02-2627-000001 to .* closed$/mu,
    );
    expect(stdout).not.toMatch(/[\u0900-\u097f]/u);
  });

  it.each([
    ['no source', []],
    ['two sources', ['--data', '/x', '--file', '/y']],
    ['a key without a second copy', ['--data', '/x', '--recovery-key', '/y']],
    ['a counter without a second copy', ['--file', '/x', '--counter', 'C02']],
    ['an unknown option', ['--data', '/x', '--mend']],
    ['a missing value', ['--data']],
  ])('calls %s wrong usage, exit 2', async (_what, args) => {
    const { code, stdout, stderr } = await runCounter('verify', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/usage: counter verify/u);
  });

  it('says in one sentence what cannot be read, exit 3', async () => {
    const { elsewhere, mirror, recoveryKeyFile, folder } = counter;
    const text = join(elsewhere, 'letter.txt');
    writeFileSync(text, 'Dear Sir,');
    const other = await auditedCounter();
    for (const [args, says] of [
      [['--data', elsewhere], /no journal/u],
      [['--data', join(elsewhere, 'nowhere')], /no journal/u],
      [['--file', text], /neither a journal nor an exported file/u],
      [['--file', join(elsewhere, 'nowhere')], /cannot be read/u],
      [['--mirror', join(elsewhere, 'nowhere')], /no such folder/u],
      [['--mirror', folder], /no file of a second copy/u],
      [['--mirror', mirror, '--counter', 'C09'], /no file of counter C09/u],
      [['--mirror', mirror, '--recovery-key', text], /recovery key .* is unreadable/u],
      [['--mirror', mirror, '--recovery-key', join(elsewhere, 'no')], /recovery key .* is missing/u],
      [['--mirror', mirror, '--recovery-key', other.recoveryKeyFile], /not closed to this recovery key/u],
    ] as const) {
      const { code, stdout, stderr } = await runCounter('verify', ...args);
      expect([code, stdout, args.join(' ')]).toEqual([3, '', args.join(' ')]);
      expect(stderr).toMatch(says);
    }
    expect(recoveryKeyFile).not.toBe(other.recoveryKeyFile);
  });

  it('asks which counter where a stick holds several', async () => {
    const { mirror } = await auditedCounter();
    copyFileSync(join(mirror, 'C02-1-2026-11-23.mirror'), join(mirror, 'C07-1-2026-11-23.mirror'));
    const { code, stderr } = await runCounter('verify', '--mirror', mirror);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--counter: C02, C07/u);
    expect((await verified('--mirror', mirror, '--counter', 'C02')).code).toBe(0);
    const wrong = await verified('--mirror', mirror, '--counter', 'C07');
    expect([wrong.code, wrong.report.fault?.code]).toEqual([1, 'wrong-counter']);
  });
});
