import type { ProofReport } from '../../counter/journal/proof.ts';
import type { SignatureRule } from '../../counter/journal/verify-chain.ts';
import { assertNever, err, ok, type Result } from '../../counter/result.ts';
import { verifyCopy } from '../../db/audit/verify-copy.ts';
import { verifyExport } from '../../db/audit/verify-export.ts';
import { verifyMirror } from '../../db/audit/verify-mirror.ts';
import {
  type AuditSource,
  kindOfFile,
  openMirror,
  readSource,
  sourceNames,
  sourceUsage,
} from './audit-source.ts';
import { faultSentence, takeCopy } from './journal-copy.ts';
import { readOptions } from './options.ts';
import { proofText } from './proof-text.ts';

const usage = `usage: counter verify (${sourceUsage}) [--every-signature] [--json]\n`;

/** Wrong usage ends with 2, what cannot be read with 3. */
type CannotVerify = { readonly exit: 2 | 3; readonly sentence: string };

/** `counter -- verify`: the proof for auditors. Changes nothing of what it looks at. */
export async function verify(args: readonly string[]): Promise<number> {
  const options = readOptions(args, sourceNames, ['every-signature', 'json']);
  const source = options.ok ? readSource(options.value) : options;
  if (!options.ok || !source.ok) {
    process.stderr.write(`counter verify: ${source.ok ? '' : source.error}\n${usage}`);
    return 2;
  }
  const { flags } = options.value;
  const report = await proofOf(source.value, flags.has('every-signature') ? 'every' : 'closes');
  if (!report.ok) {
    const { exit, sentence } = report.error;
    process.stderr.write(`counter verify: ${nameOf(source.value)}: ${sentence}\n${exit === 2 ? usage : ''}`);
    return exit;
  }
  const { value } = report;
  process.stdout.write(
    flags.has('json') ? `${JSON.stringify(value)}\n` : proofText(value, nameOf(source.value)),
  );
  return value.whole ? 0 : 1;
}

async function proofOf(
  source: AuditSource,
  signatures: SignatureRule,
): Promise<Result<ProofReport, CannotVerify>> {
  switch (source.kind) {
    case 'data':
      return proofOfJournal(source.journal, 'data', signatures);
    case 'mirror': {
      const mirror = await openMirror(source);
      if (!mirror.ok) {
        const exit = mirror.error.kind === 'usage' ? 2 : 3;
        return err({ exit, sentence: mirror.error.sentence });
      }
      return ok(await verifyMirror(mirror.value, signatures));
    }
    case 'file': {
      const kind = await kindOfFile(source.path);
      if (kind === null) return unreadable('it is neither a journal nor an exported file, or cannot be read');
      return kind === 'journal'
        ? proofOfJournal(source.path, 'journal-file', signatures)
        : ok(await verifyExport(source.path, signatures));
    }
    default:
      return assertNever(source);
  }
}

async function proofOfJournal(
  path: string,
  source: 'data' | 'journal-file',
  signatures: SignatureRule,
): Promise<Result<ProofReport, CannotVerify>> {
  const copy = await takeCopy(path);
  if (!copy.ok) return unreadable(copy.error);
  try {
    const report = verifyCopy(copy.value.path, source, signatures);
    return report.ok ? report : unreadable(faultSentence(report.error));
  } finally {
    await copy.value.remove();
  }
}

function unreadable(sentence: string): Result<never, CannotVerify> {
  return err({ exit: 3, sentence });
}

export function nameOf(source: AuditSource): string {
  switch (source.kind) {
    case 'data':
      return source.journal;
    case 'mirror':
      return source.folder;
    case 'file':
      return source.path;
    default:
      return assertNever(source);
  }
}
