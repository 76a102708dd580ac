import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { auditedCounter, type AuditedCounter } from '../../harness/audited-counter.ts';
import { runCounter, verified } from '../../harness/counter-command.ts';

/** The trailer made anew, as whoever bends a file on purpose would do. */
function sealed(lines: readonly string[]): string[] {
  const before = lines.slice(0, -1).map((line) => `${line}\n`);
  const sha256 = createHash('sha256').update(before.join('')).digest('hex');
  const count = (kind: string) => before.filter((line) => line.startsWith(`{"t":"${kind}"`)).length;
  const last = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
  const counted = {
    entries: count('entry'),
    answers: count('answer'),
    acknowledgements: count('acknowledgement'),
  };
  return [...lines.slice(0, -1), JSON.stringify({ ...last, ...counted, sha256 })];
}

interface Case {
  readonly name: string;
  /** The lines: 0 header, 1–13 entries, 14 answer, 15 acknowledgement, 16 trailer. */
  readonly change: (lines: readonly string[]) => readonly string[];
  readonly fault: readonly [string, number, string];
}

const change = (at: number, from: string | RegExp, to: string) => (lines: readonly string[]) =>
  lines.map((line, index) => (index === at ? line.replace(from, to) : line));

const cases: readonly Case[] = [
  {
    name: 'an entry twice',
    change: (lines) => sealed(lines.toSpliced(6, 0, lines[5] ?? '')),
    fault: ['gap', 5, 'line 7'],
  },
  {
    name: 'two entries exchanged',
    change: (lines) => sealed(lines.toSpliced(5, 2, ...lines.slice(5, 7).toReversed())),
    fault: ['gap', 6, 'line 6'],
  },
  {
    name: 'an entry left out',
    change: (lines) => sealed(lines.toSpliced(5, 1)),
    fault: ['gap', 6, 'line 6'],
  },
  {
    name: 'the last entries left out',
    change: (lines) => lines.toSpliced(12, 2),
    fault: ['trailer-differs', 11, 'line 15'],
  },
  {
    name: 'a changed amount',
    change: (lines) => sealed(change(5, '50000', '60000')(lines)),
    fault: ['wrong-hash', 5, 'line 6'],
  },
  {
    name: 'the signature of another entry',
    change: (lines) => {
      const other = /"signature":"[^"]+"/u.exec(lines[4] ?? '')?.[0] ?? '';
      return sealed(change(8, /"signature":"[^"]+"/u, other)(lines));
    },
    fault: ['wrong-signature', 8, 'line 9'],
  },
  {
    name: 'another key in its header',
    change: (lines) => sealed(change(0, /"publicKey":"./u, '"publicKey":"_')(lines)),
    // The first entry of all names its key itself; the header is not believed.
    fault: ['', 0, ''],
  },
  {
    name: 'another beginning',
    change: (lines) => sealed(change(0, '0000000', '1000000')(lines)),
    fault: ['wrong-previous', 1, 'line 2'],
  },
  {
    name: 'another counter',
    change: (lines) => sealed(change(0, '"counter":"C02"', '"counter":"C03"')(lines)),
    fault: ['wrong-hash', 1, 'line 2'],
  },
  {
    name: 'another office',
    change: (lines) => sealed(change(0, '"PTC"', '"GYA"')(lines)),
    fault: ['', 0, ''],
  },
  {
    name: 'a forged answer',
    change: (lines) => sealed(change(14, 'HE-1', 'HE-9')(lines)),
    fault: ['answer-signature', 4, 'line 15'],
  },
  {
    name: 'an answer about another entry',
    change: (lines) => sealed(change(14, '\\"seq\\":4', '\\"seq\\":5')(lines)),
    fault: ['answer-differs', 5, 'line 15'],
  },
  {
    name: 'a forged acknowledgement',
    change: (lines) => sealed(change(15, '\\"at\\":7', '\\"at\\":8')(lines)),
    fault: ['acknowledgement-signature', 8, 'line 16'],
  },
  { name: 'no trailer', change: (lines) => lines.slice(0, -1), fault: ['trailer-missing', 13, 'line 16'] },
  {
    name: 'a bent checksum',
    change: (lines) => change(16, /"sha256":"./u, '"sha256":"g')(lines),
    fault: ['line-unreadable', 13, 'line 17'],
  },
  {
    name: 'another checksum',
    change: (lines) => change(16, /"sha256":"[0-9a-f]{4}/u, '"sha256":"0000')(lines),
    fault: ['trailer-differs', 13, 'line 17'],
  },
  {
    name: 'a line behind the trailer',
    change: (lines) => [...lines, lines[5] ?? ''],
    fault: ['line-unreadable', 13, 'line 18'],
  },
  {
    name: 'an entry behind the answers',
    change: (lines) => sealed(lines.toSpliced(15, 0, lines[5] ?? '')),
    fault: ['line-unreadable', 13, 'line 16'],
  },
  { name: 'no header', change: (lines) => lines.slice(1), fault: ['file-without-head', 0, 'line 1'] },
  {
    name: 'two headers',
    change: (lines) => sealed(lines.toSpliced(1, 0, lines[0] ?? '')),
    fault: ['line-unreadable', 0, 'line 2'],
  },
  {
    name: 'an empty line',
    change: (lines) => sealed(lines.toSpliced(5, 0, '')),
    fault: ['line-unreadable', 4, 'line 6'],
  },
  {
    name: 'a further field',
    change: (lines) => sealed(change(5, '{"t":', '{"note":"x","t":')(lines)),
    fault: ['line-unreadable', 4, 'line 6'],
  },
  {
    name: 'a field twice',
    change: (lines) => sealed(change(5, '{"t":"entry",', '{"t":"entry","t":"entry",')(lines)),
    fault: ['line-unreadable', 4, 'line 6'],
  },
  {
    name: 'a poisoned prototype',
    change: (lines) => sealed(change(5, '{"t":', '{"__proto__":{"t":1},"t":')(lines)),
    fault: ['line-unreadable', 4, 'line 6'],
  },
  {
    name: 'a number that is none',
    change: (lines) => sealed(change(5, '"seq":5', '"seq":5e0')(lines)),
    fault: ['line-unreadable', 4, 'line 6'],
  },
  {
    name: 'a list',
    change: (lines) => sealed(lines.toSpliced(5, 1, '[]')),
    fault: ['line-unreadable', 4, 'line 6'],
  },
  {
    name: 'a deep nest',
    change: (lines) => sealed(lines.toSpliced(5, 1, '['.repeat(100_000))),
    fault: ['line-unreadable', 4, 'line 6'],
  },
  {
    name: 'a carriage return',
    change: (lines) => sealed(change(5, /$/u, '\r')(lines)),
    fault: ['line-unreadable', 4, 'line 6'],
  },
  {
    name: 'a body of no entry, hashed anew',
    change: (lines) => sealed(change(5, /"body":".*"/u, '"body":"{\\"ledger\\":[null],\\"v\\":1}"')(lines)),
    fault: ['wrong-hash', 5, 'line 6'],
  },
];

describe('an exported file that was bent', () => {
  let counter: AuditedCounter;
  let whole: readonly string[];
  beforeAll(async () => {
    counter = await auditedCounter();
    const range = ['--from', '2026-11-23', '--to', '2026-11-24', '--format', 'ndjson'];
    const { stdout } = await runCounter('export', '--data', counter.folder, ...range);
    whole = stdout.split('\n').slice(0, -1);
    expect(whole).toHaveLength(17);
  });

  const written = (name: string, bytes: string | Buffer): string => {
    const path = join(counter.elsewhere, `${name.replaceAll(/\W/gu, '-')}.ndjson`);
    writeFileSync(path, bytes);
    return path;
  };

  it('is whole as it was written', async () => {
    const path = written('whole', `${whole.join('\n')}\n`);
    expect((await verified('--file', path, '--every-signature')).code).toBe(0);
    expect(sealed(whole)).toEqual(whole);
  });

  it.each(cases)('$name', async ({ name, change: bend, fault: [code, seq, where] }) => {
    const path = written(name, `${bend(whole).join('\n')}\n`);
    const { code: exit, report } = await verified('--file', path, '--every-signature');
    if (code === '') return expect([exit, report.whole]).toEqual([0, true]);
    expect([exit, report.fault]).toMatchObject([1, { code, seq, where }]);
  });

  it('cut anywhere is never whole', async () => {
    const text = Buffer.from(`${whole.join('\n')}\n`);
    const firstLine = text.indexOf('\n') + 1;
    for (const [end, code] of [
      [firstLine - 10, 'file-cut-off'],
      [firstLine, 'trailer-missing'],
      [text.length - 400, 'file-cut-off'],
      [text.length - 1, 'file-cut-off'],
    ] as const) {
      const { code: exit, report } = await verified('--file', written(`cut ${end}`, text.subarray(0, end)));
      expect([exit, report.fault?.code]).toEqual([1, code]);
    }
  });

  it('with bytes that are no text is unreadable, and so is one with a byte order mark', async () => {
    const bytes = Buffer.from(`${whole.join('\n')}\n`);
    const at = bytes.indexOf('Ram Prasad');
    bytes[at] = 0xff;
    expect((await verified('--file', written('bytes', bytes))).report.fault?.code).toBe('line-unreadable');
    const { code } = await runCounter('verify', '--file', written('mark', `\u{feff}${whole.join('\n')}\n`));
    expect(code).toBe(3);
  });

  it('has lines up to the limit and none beyond', async () => {
    const line = (chars: number) => whole.toSpliced(5, 1, `{${' '.repeat(chars - 1)}`);
    const most = limits.exportLineBytesMax - 1;
    const at = await verified('--file', written('line at', `${line(most).join('\n')}\n`));
    expect(at.report.fault).toMatchObject({ code: 'line-unreadable', where: 'line 6' });
    const past = await verified('--file', written('line past', `${line(most + 1).join('\n')}\n`));
    expect(past.report.fault).toMatchObject({ code: 'too-large', where: 'line 6' });
    const endless = written('line endless', `${whole[0]}\n${'x'.repeat(3_000_000)}`);
    expect((await verified('--file', endless)).report.fault?.code).toBe('too-large');
  });
});
