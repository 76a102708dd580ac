import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { misfit } from '../counter/journal/body-shape.ts';
import { bodyShape } from '../counter/journal/body-shapes.ts';
import type { Entry } from '../counter/journal/entry.ts';
import { type Books, emptyBooks, foldEntry } from '../counter/journal/fold.ts';
import { dayProofs } from '../counter/journal/day-proofs.ts';
import type { DayProof, ProofFaultCode } from '../counter/journal/proof.ts';
import { numberOfReceipt } from '../counter/journal/receipt-count.ts';
import {
  type ChainTools,
  chainStart,
  isCanonicalBody,
  type SignatureRule,
  verifyNext,
} from '../counter/journal/verify-chain.ts';
import { err, ok, type Result } from '../counter/result.ts';
import { financialYear } from '../counter/time.ts';
import { openConnection, type ReadableDb } from './connection.ts';
import { sha256Hex, verifyHash } from './crypto.ts';
import { lastSeq, signatureSum } from './entries.ts';
import { fault, faultOfFile, type JournalFault } from './fault.ts';
import { differingAnswer } from './answer-check.ts';
import { differingDocument } from './document-check.ts';
import { differingProjection } from './projection-check.ts';
import { type LedgerRow, nextRows, type SearchColumns } from './proof-rows.ts';
import { schemaFault } from './schema-check.ts';
import { acknowledgementFault, answerFault } from './signed-text-check.ts';
import { type Identity, readIdentity } from './tail.ts';

export interface Proof {
  readonly entries: number;
  readonly headHash: string;
  readonly takingsPaise: number;
  /** The present one; the proof went through all before it. */
  readonly epoch: number;
  readonly days: readonly DayProof[];
  readonly signaturesChecked: number;
}

export interface VerifyFault {
  /** What is wrong, as one word for a program. */
  readonly code: ProofFaultCode;
  /** Where: sequence number of the entry, 0 where it is no single entry. */
  readonly seq: number;
  readonly detail: string;
}

/**
 * The whole proof: chain, signatures, columns and ledger against the bodies, receipt numbers, answers,
 * print documents, projections, guards. With `PRAGMA integrity_check` before it, no single wrong bit
 * that changes a value goes by. Names the first fault. Changes nothing. `betweenPages` is called now and
 * then; it throws where the proof shall end early.
 */
export function verifyJournal(
  db: ReadableDb,
  signatures: SignatureRule,
  betweenPages: () => void = () => undefined,
): Result<Proof, VerifyFault> {
  const identity = readIdentity(db);
  if (identity === null) return wrong('no-identity', 0, 'the journal names no counter');
  const books = emptyBooks();
  let signaturesChecked = 0;
  const tools: ChainTools = {
    sha256: sha256Hex,
    verify: (hash, signature, publicKey) => {
      signaturesChecked += 1;
      return verifyHash(hash, signature, publicKey);
    },
  };
  let chain = chainStart(identity.counter);
  const last = lastSeq(db);
  while (chain.seq < last) {
    betweenPages();
    const page = nextRows(db, chain.seq);
    if (page.length === 0) return wrong('gap', chain.seq + 1, 'entries are missing');
    for (const { stored, ledger } of page) {
      const rule = stored.seq === last ? 'every' : signatures;
      const next = verifyNext(chain, stored, tools, rule);
      if (!next.ok) return wrong(next.error.code, next.error.seq, stored.kind);
      foldEntry(books, next.value.entry);
      if (rule === 'every' && !isCanonicalBody(stored.body))
        return wrong('body-not-canonical', stored.seq, stored.kind);
      if (signatureSum(stored.signature) !== stored.signatureSum)
        return wrong('signature-differs', stored.seq, stored.kind);
      const field = rule === 'every' ? misfit(bodyShape(stored.kind), next.value.entry) : null;
      if (field !== null) return wrong('body-misshapen', stored.seq, `${stored.kind}: ${field}`);
      const entryFault = entryDiffers(identity, stored, ledger, next.value.entry, books);
      if (entryFault !== null) return wrong(entryFault, stored.seq, stored.kind);
      chain = next.value.chain;
    }
  }
  const { counter } = identity;
  const rest =
    differingDocument(db, counter) ??
    answerFault(db) ??
    acknowledgementFault(db) ??
    differingAnswer(db, counter, tools) ??
    differingProjection(db, books) ??
    schemaFault(db);
  if (rest !== null) return wrong(rest.code, rest.seq, rest.detail);
  return ok({
    entries: last,
    headHash: chain.hash,
    takingsPaise: books.perpetualTotalPaise,
    epoch: chain.epoch,
    days: dayProofs(books),
    signaturesChecked,
  });
}

/** The same for a file at rest: works on a private copy, so the file stays as it is, log included. */
export async function verifyJournalFile(
  path: string,
  signatures: SignatureRule,
  nativeBinding?: string,
): Promise<Result<Proof, VerifyFault | JournalFault>> {
  if (!existsSync(path)) return err(fault('missing', `there is no journal at ${path}`));
  const folder = await mkdtemp(join(tmpdir(), 'division-counter-verify-'));
  try {
    const copy = join(folder, 'journal.db');
    await copyFile(path, copy);
    if (existsSync(`${path}-wal`)) await copyFile(`${path}-wal`, `${copy}-wal`);
    const opened = openConnection({
      path: copy,
      nativeBinding,
      mode: 'existing',
      boot: { bootId: 'verify', at: 0 },
    });
    if (!opened.ok) return opened;
    const { db } = opened.value;
    try {
      const check: unknown = db.pragma('integrity_check(1)', { simple: true });
      return check === 'ok' ? verifyJournal(db, signatures) : err(fault('corrupt', String(check)));
    } catch (error) {
      const known = faultOfFile(error);
      if (known === null) throw error;
      return err(known);
    } finally {
      db.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function wrong(code: ProofFaultCode, seq: number, detail: string): Result<never, VerifyFault> {
  return err({ code, seq, detail });
}

/** Compares one row with its body; `books` hold everything up to and with it. Null when all is equal. */
function entryDiffers(
  identity: Identity,
  columns: SearchColumns,
  ledger: readonly LedgerRow[],
  entry: Entry,
  books: Books,
): ProofFaultCode | null {
  const recharge = entry.kind === 'recharge' ? entry : null;
  const same =
    columns.at === entry.at &&
    columns.businessDate === entry.businessDate &&
    columns.day === entry.day &&
    columns.shift === entry.shift &&
    columns.operator === entry.operator &&
    columns.consumer === (recharge?.consumer ?? null) &&
    columns.amountPaise === (recharge?.amountPaise ?? null) &&
    columns.receiptNumber === (recharge?.receiptNumber ?? null) &&
    columns.ref === entry.ref &&
    columns.totalPaise === entry.perpetualTotalPaise &&
    columns.recharges === books.recharges;
  if (!same) return 'columns-differ';
  if (entry.perpetualTotalPaise !== books.perpetualTotalPaise) return 'total-differs';
  if (entry.ledger.reduce((sum, line) => sum + line.amountPaise, 0) !== 0) return 'ledger-not-zero';
  if (!sameLedger(ledger, entry.ledger)) return 'ledger-differs';
  if (recharge === null) return null;
  const date = recharge.businessDate ?? '';
  const count = books.receiptCounts.get(financialYear(date)) ?? 0;
  const place = { ...identity, epoch: entry.epoch };
  return numberOfReceipt(place, date, count) === recharge.receiptNumber ? null : 'receipt-number-differs';
}

function sameLedger(rows: readonly LedgerRow[], lines: Entry['ledger']): boolean {
  return (
    rows.length === lines.length &&
    rows.every((row, index) => {
      const line = lines[index];
      return row.account === line?.account && row.amountPaise === line.amountPaise;
    })
  );
}
