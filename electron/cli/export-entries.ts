import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { assertNever, err, ok, type Result } from '../../counter/result.ts';
import { type ExportSource, journalExport } from '../../db/audit/export-source.ts';
import { mirrorExport } from '../../db/audit/mirror-export.ts';
import { type ExportOutcome, exportText } from '../../db/audit/write-export.ts';
import { openConnection } from '../../db/connection.ts';
import { errorCode } from '../../db/fault.ts';
import { kindOfFile, openMirror, sourceUsage } from './audit-source.ts';
import { csvOf } from './export-csv.ts';
import { type ExportOptions, readExportOptions } from './export-options.ts';
import { faultSentence, takeCopy } from './journal-copy.ts';
import { nameOf } from './verify.ts';

const usage = `usage: counter export (${sourceUsage}) --from DATE --to DATE --format csv|ndjson [--out FILE]\n`;

type CannotExport = { readonly exit: 2 | 3; readonly sentence: string };
interface OpenedSource {
  readonly source: ExportSource;
  readonly close: () => Promise<void>;
}

/** `counter -- export`: the entries of some business dates, verbatim or as a table. */
export async function exportEntries(args: readonly string[]): Promise<number> {
  const options = readExportOptions(args);
  if (!options.ok) {
    process.stderr.write(`counter export: ${options.error}\n${usage}`);
    return 2;
  }
  const opened = await openSource(options.value);
  if (!opened.ok) {
    const { exit, sentence } = opened.error;
    process.stderr.write(`counter export: ${nameOf(options.value.source)}: ${sentence}\n`);
    return exit;
  }
  try {
    return await writeOut(options.value, opened.value.source);
  } finally {
    await opened.value.close();
  }
}

async function openSource({ source, range }: ExportOptions): Promise<Result<OpenedSource, CannotExport>> {
  switch (source.kind) {
    case 'data':
      return openJournalCopy(source.journal, range);
    case 'file':
      return (await kindOfFile(source.path)) === 'journal'
        ? openJournalCopy(source.path, range)
        : unreadable('it is no journal, or cannot be read');
    case 'mirror': {
      const mirror = await openMirror(source);
      if (!mirror.ok)
        return err({ exit: mirror.error.kind === 'usage' ? 2 : 3, sentence: mirror.error.sentence });
      const { newest, unwrapKey } = mirror.value;
      if (unwrapKey === null) return unreadable('without --recovery-key nothing of its entries can be read');
      return ok({ source: await mirrorExport(newest, unwrapKey, range), close: async () => undefined });
    }
    default:
      return assertNever(source);
  }
}

async function openJournalCopy(
  path: string,
  range: ExportOptions['range'],
): Promise<Result<OpenedSource, CannotExport>> {
  const copy = await takeCopy(path);
  if (!copy.ok) return unreadable(copy.error);
  const { remove } = copy.value;
  const opened = openConnection({
    path: copy.value.path,
    mode: 'existing',
    boot: { bootId: 'export', at: 0 },
  });
  const source = opened.ok ? journalExport(opened.value.db, range) : null;
  if (opened.ok && source !== null) {
    const { db } = opened.value;
    return ok({
      source,
      close: async () => {
        db.close();
        await remove();
      },
    });
  }
  if (opened.ok) opened.value.db.close();
  await remove();
  return unreadable(opened.ok ? 'the file names no counter' : faultSentence(opened.error));
}

function unreadable(sentence: string): Result<never, CannotExport> {
  return err({ exit: 3, sentence });
}

async function writeOut(
  { format, out, range, source: asked }: ExportOptions,
  source: ExportSource,
): Promise<number> {
  const outcome: ExportOutcome = { entries: 0, fault: null };
  const lines = format === 'csv' ? csvOf(source, outcome) : Readable.from(exportText(source, outcome));
  const unfinished = out === null ? null : `${out}.unfinished`;
  const target: Writable =
    unfinished === null ? process.stdout : createWriteStream(unfinished, { flags: 'wx', mode: 0o600 });
  try {
    await pipeline(lines, target, { end: out !== null });
    if (out !== null && unfinished !== null) await rename(unfinished, out);
  } catch (error) {
    if (unfinished !== null) await rm(unfinished, { force: true });
    const code = errorCode(error);
    // Whoever read the output has gone: there is nobody left to tell.
    if (code === 'EPIPE') return 3;
    const exit = code.startsWith('SQLITE_CORRUPT') ? 1 : 3;
    process.stderr.write(
      `counter export: ${nameOf(asked)}: ${error instanceof Error ? error.message : code}\n`,
    );
    return exit;
  }
  return told(outcome, range);
}

function told({ entries, fault }: ExportOutcome, { from, to }: ExportOptions['range']): number {
  if (fault !== null) {
    process.stderr.write(
      `counter export: fault ${fault.code} at entry ${fault.seq}: ${fault.detail}. What is kept was written as it is.\n`,
    );
    return 1;
  }
  if (entries === 0) process.stderr.write(`counter export: no entry between ${from} and ${to}\n`);
  return 0;
}
