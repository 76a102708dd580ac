import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeFrames, encodeFrame, type Frame } from '../../../db/mirror/frame.ts';
import { auditedCounter, type AuditedCounter } from '../../harness/audited-counter.ts';
import { verified } from '../../harness/counter-command.ts';

const firstDay = 'C02-1-2026-11-23.mirror';
const secondDay = 'C02-1-2026-11-24.mirror';

/** Makes the frames of a file anew, with sums that are right again. */
function rewrite(path: string, change: (frames: readonly Frame[]) => readonly Frame[]): void {
  const frames = change(decodeFrames(readFileSync(path)).frames);
  const bytes = frames.map(({ headText, sealed }) => encodeFrame(headText, sealed));
  writeFileSync(path, Buffer.concat([...bytes, Buffer.alloc(65_536)]));
}

function changedHead(from: string | RegExp, to: string, seq: number) {
  return (frames: readonly Frame[]) =>
    frames.map((frame) =>
      frame.head.t === 'entry' && frame.head.seq === seq
        ? { ...frame, headText: frame.headText.replace(from, to) }
        : frame,
    );
}

interface Case {
  readonly name: string;
  readonly change: (folder: string) => void;
  /** Code and entry without a key; null where only the key can see it. */
  readonly closed: readonly [string, number] | null;
  /** With the recovery key. */
  readonly opened: readonly [string, number];
  readonly where: string;
}

const inFirst = (change: (frames: readonly Frame[]) => readonly Frame[]) => (folder: string) =>
  rewrite(join(folder, firstDay), change);

const cases: readonly Case[] = [
  {
    name: 'a frame left out, and all after it unreachable',
    change: inFirst((frames) => frames.filter(({ head }) => head.t !== 'entry' || head.seq !== 5)),
    closed: ['gap', 5],
    opened: ['gap', 5],
    where: secondDay,
  },
  {
    name: 'two frames exchanged',
    change: inFirst((frames) => frames.toSpliced(4, 2, ...frames.slice(4, 6).toReversed())),
    closed: ['gap', 4],
    opened: ['gap', 4],
    where: secondDay,
  },
  {
    name: 'a frame twice',
    change: inFirst((frames) => frames.toSpliced(4, 0, ...frames.slice(4, 5))),
    closed: ['gap', 5],
    opened: ['gap', 5],
    where: secondDay,
  },
  {
    name: 'the signature of another entry',
    change: inFirst((frames) => {
      const other = frames.find(({ head }) => head.t === 'entry' && head.seq === 2);
      return changedHead(/"signature":"[^"]+"/u, `"signature":"${other?.head.signature}"`, 5)(frames);
    }),
    closed: ['wrong-signature', 5],
    // The head of a frame is bound to its body, so the body no longer opens.
    opened: ['body-closed', 5],
    where: firstDay,
  },
  {
    name: 'a body that was changed',
    change: inFirst((frames) =>
      frames.map((frame) => {
        if (frame.head.t !== 'entry' || frame.head.seq !== 6) return frame;
        const sealed = Buffer.from(frame.sealed);
        sealed[40] = (sealed[40] ?? 0) ^ 1;
        return { ...frame, sealed };
      }),
    ),
    closed: null,
    opened: ['body-closed', 6],
    where: firstDay,
  },
  {
    name: 'one flipped bit, sums as they were',
    change: (folder) => {
      const path = join(folder, secondDay);
      const bytes = readFileSync(path);
      const { frames } = decodeFrames(bytes);
      const at = bytes.indexOf(frames[2]?.headText ?? '') + 20;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path, bytes);
    },
    closed: ['frame-damaged', 9],
    opened: ['frame-damaged', 9],
    where: secondDay,
  },
  {
    name: 'a file that ends within a frame',
    change: (folder) => {
      const path = join(folder, secondDay);
      truncateSync(path, decodeFrames(readFileSync(path)).bytes - 40);
    },
    closed: ['file-cut-off', 12],
    opened: ['file-cut-off', 12],
    where: secondDay,
  },
  {
    name: 'a missing file',
    change: (folder) => rmSync(join(folder, firstDay)),
    closed: ['gap', 1],
    opened: ['gap', 1],
    where: secondDay,
  },
  {
    name: 'a head that says something else',
    change: inFirst((frames) =>
      frames.map((frame, index) =>
        index === 0
          ? { ...frame, headText: frame.headText.replace('"date":"2026-11-23"', '"date":"2026-11-22"') }
          : frame,
      ),
    ),
    closed: ['file-not-signed', 0],
    opened: ['file-not-signed', 0],
    where: firstDay,
  },
  {
    name: 'an overwritten last file',
    change: (folder) => writeFileSync(join(folder, secondDay), 'x'.repeat(70_000)),
    closed: ['file-without-head', 8],
    opened: ['file-without-head', 8],
    where: secondDay,
  },
  {
    name: 'a file of another counter under our name',
    change: (folder) => {
      const path = join(folder, secondDay);
      rewrite(path, (frames) =>
        frames.map((frame) => ({ ...frame, headText: frame.headText.replaceAll('"C02"', '"C09"') })),
      );
    },
    closed: ['wrong-counter', 8],
    opened: ['wrong-counter', 8],
    where: secondDay,
  },
];

describe('the first fault of a second copy', () => {
  let counter: AuditedCounter;
  beforeAll(async () => {
    counter = await auditedCounter();
  });

  const copied = (name: string): string => {
    const folder = join(counter.elsewhere, `mirror-${name.replaceAll(/\W/gu, '-')}`);
    mkdirSync(folder);
    for (const file of readdirSync(counter.mirror))
      copyFileSync(join(counter.mirror, file), join(folder, file));
    return folder;
  };

  it.each(cases)('$name', async ({ name, change, closed, opened, where }) => {
    const folder = copied(name);
    change(folder);
    const without = await verified('--mirror', folder);
    const expected = closed === null ? null : { code: closed[0], seq: closed[1], where };
    expect([without.code, without.report.whole]).toEqual(closed === null ? [0, true] : [1, false]);
    if (expected === null) expect(without.report.fault).toBeNull();
    else expect(without.report.fault).toMatchObject(expected);
    const key = await verified('--mirror', folder, '--recovery-key', counter.recoveryKeyFile);
    expect([key.code, key.report.fault]).toMatchObject([1, { code: opened[0], seq: opened[1], where }]);
  });

  it('two files that hold different entries under one number', async () => {
    const folder = copied('two stories');
    const other = await auditedCounter();
    copyFileSync(join(other.mirror, firstDay), join(folder, 'C02-1-2026-11-23-2.mirror'));
    const { code, report } = await verified('--mirror', folder);
    expect([code, report.fault]).toMatchObject([1, { code: 'copies-differ', seq: 1 }]);
  });

  it('takes what a power cut leaves for what it is: a torn last frame, an empty new file', async () => {
    const folder = copied('power cut');
    const path = join(folder, secondDay);
    const bytes = readFileSync(path);
    const { bytes: end } = decodeFrames(bytes);
    bytes.fill(0, end - 40, end);
    writeFileSync(path, bytes);
    writeFileSync(join(folder, 'C02-1-2026-11-25.mirror'), '');
    const { code, report } = await verified('--mirror', folder);
    expect([code, report.lastSeq]).toEqual([0, 12]);
    expect(report.notes.join('\n')).toMatch(/is not whole after entry 12/u);
    expect(report.notes.join('\n')).toMatch(/C02-1-2026-11-25\.mirror has no whole head/u);
  });
});
