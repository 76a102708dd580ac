import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeFrames, encodeFrame } from '../../../db/mirror/frame.ts';
import { auditedCounter, type AuditedCounter, goesOnInNewEpoch } from '../../harness/audited-counter.ts';
import { runCounter, verified } from '../../harness/counter-command.ts';

describe('a counter that went on after a recovery and a lost key', () => {
  let counter: AuditedCounter;
  beforeAll(async () => {
    counter = await auditedCounter();
    await goesOnInNewEpoch(counter);
  });
  const through = { whole: true, epochs: [1, 2], entries: 17, lastSeq: 17, takingsPaise: 3_500_00 };
  const opened = () => ['--recovery-key', counter.recoveryKeyFile];

  it('is one chain: folder, opened second copy and export say the same, key by key', async () => {
    const folder = await verified('--data', counter.folder, '--every-signature');
    expect(folder.report).toMatchObject(through);
    const keys = folder.report.notes.filter((note) => note.includes('device key'));
    expect(keys.map((note) => /From entry (\d+)/u.exec(note)?.[1])).toEqual(['1', '14', '16']);
    const mirror = await verified('--mirror', counter.mirror, ...opened(), '--every-signature');
    expect(mirror.report).toMatchObject({ ...through, headHash: folder.report.headHash });
    const out = join(counter.elsewhere, 'epochs.ndjson');
    const range = ['--from', '2026-11-24', '--to', '2026-11-24', '--format', 'ndjson', '--out', out];
    expect((await runCounter('export', '--mirror', counter.mirror, ...opened(), ...range)).code).toBe(0);
    const file = await verified('--file', out, '--every-signature');
    expect(file.report).toMatchObject({
      whole: true,
      epochs: [1, 2],
      firstSeq: 9,
      lastSeq: 17,
      takingsPaise: 2_000_00,
    });
    expect(file.report.notes.filter((note) => note.includes('device key'))).toHaveLength(3);
  });

  it('is seen through without a key, the files of the old epoch beside those of the new', async () => {
    const names = readdirSync(counter.mirror).toSorted();
    expect(names.filter((name) => name.startsWith('C02-1-'))).toHaveLength(2);
    expect(names.filter((name) => name.startsWith('C02-2-')).length).toBeGreaterThan(1);
    const { code, report } = await verified('--mirror', counter.mirror);
    expect(code).toBe(0);
    expect(report).toMatchObject({ whole: true, epochs: [1, 2], entries: 17, fault: null });
    expect(report.notes.filter((note) => note.includes('device key'))).toHaveLength(3);
    const alone = copied('new files alone');
    for (const name of names.filter((each) => each.startsWith('C02-1-'))) rmSync(join(alone, name));
    const without = await verified('--mirror', alone);
    expect([without.code, without.report.entries]).toEqual([0, 17]);
    expect(without.report.notes.join('\n')).toMatch(
      /Entries 1 to 13 are signed by a key that no file here names/u,
    );
    expect((await verified('--mirror', alone, ...opened())).report).toMatchObject(through);
  });

  const copied = (name: string): string => {
    const folder = join(counter.elsewhere, name);
    mkdirSync(folder);
    for (const file of readdirSync(counter.mirror))
      copyFileSync(join(counter.mirror, file), join(folder, file));
    return folder;
  };

  it('is at fault where the old epoch tells another story of what both hold', async () => {
    const folder = copied('two stories');
    const path = join(folder, 'C02-1-2026-11-24.mirror');
    const { frames } = decodeFrames(readFileSync(path));
    const bytes = frames.map(({ head, headText, sealed }) => {
      const isLast = head.t === 'entry' && head.seq === 13;
      return encodeFrame(isLast ? headText.replace(head.hash, 'f'.repeat(64)) : headText, sealed);
    });
    writeFileSync(path, Buffer.concat(bytes));
    const { code, report } = await verified('--mirror', folder);
    expect(code).toBe(1);
    expect(report.fault).toMatchObject({ code: 'copies-differ', seq: 13, where: 'C02-1-2026-11-24.mirror' });
  });

  it('takes what the old epoch holds beyond its recovery for found money', async () => {
    const folder = copied('found money');
    const path = join(folder, 'C02-1-2026-11-24.mirror');
    const { frames } = decodeFrames(readFileSync(path));
    const last = frames.findLast(({ head }) => head.t === 'entry');
    if (last?.head.t !== 'entry') throw new Error('there is an entry');
    const { hash, n, seq } = last.head;
    const next = { ...last.head, n: n + 1, seq: seq + 1, prevHash: hash, hash: 'e'.repeat(64) };
    const whole = frames.map(({ headText, sealed }) => encodeFrame(headText, sealed));
    writeFileSync(path, Buffer.concat([...whole, encodeFrame(JSON.stringify(next), last.sealed)]));
    const { code, report } = await verified('--mirror', folder);
    expect(code).toBe(0);
    expect(report.notes.join('\n')).toMatch(
      /epoch 1 hold 1 entries that the next epoch does not go on from/u,
    );
  });
});
