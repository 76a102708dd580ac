import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { ProofFault, ProofFaultCode, ProofReport } from '../../counter/journal/proof.ts';
import { isPublicKey } from '../../counter/journal/prove-answer.ts';
import type { SignatureRule } from '../../counter/journal/verify-chain.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { headEndKeyOf } from '../answer-check.ts';
import { openConnection, type ReadableDb, type WritableDb } from '../connection.ts';
import { entryBySeq, lastSeq } from '../entries.ts';
import { fault, faultOfError, type JournalFault } from '../fault.ts';
import { statement } from '../statement.ts';
import { readIdentity } from '../tail.ts';
import { type VerifyFault, verifyJournal } from '../verify.ts';
import { differingColumns } from './differing-columns.ts';
import { misshapenEntry } from './misshapen-entry.ts';

type Source = Extract<ProofReport['source'], 'data' | 'journal-file'>;

/**
 * The whole proof of a journal that was copied for it. A file that is no journal, or that of a newer
 * program, cannot be read; a damaged one can, and the damage is the fault.
 */
export function verifyCopy(
  path: string,
  source: Source,
  signatures: SignatureRule,
): Result<ProofReport, JournalFault> {
  const opened = openConnection({ path, mode: 'existing', boot: { bootId: 'verify', at: 0 } });
  if (!opened.ok) {
    const isDamaged = opened.error.detail.startsWith('SQLITE_CORRUPT');
    return isDamaged ? ok(damaged(source, opened.error.detail)) : opened;
  }
  const { db } = opened.value;
  try {
    if (readIdentity(db) === null) return err(fault('corrupt', 'the file names no counter'));
    return ok(proved(db, source, signatures));
  } catch (error) {
    const known = faultOfError(error);
    if (known?.code === 'corrupt') return ok(damaged(source, known.detail));
    const bent = known === null ? misshapenEntry(db) : null;
    if (bent === null) throw error;
    return ok(failed(db, source, bent));
  } finally {
    db.close();
  }
}

function proved(db: WritableDb, source: Source, signatures: SignatureRule): ProofReport {
  const proof = verifyJournal(db, signatures);
  // A damaged index may hide behind rows that prove; a fault of a row names its place better.
  if (!proof.ok) return failed(db, source, placed(db, proof.error));
  const found = wholeFile(db);
  const { headHash, takingsPaise, days, signaturesChecked } = proof.value;
  const sums = { takingsPaise, perpetualTotalPaise: takingsPaise, days, signaturesChecked };
  return {
    whole: found === null,
    ...placeOf(db, source),
    headHash,
    ...sums,
    fault: found,
    notes: notesOf(db, signatures),
  };
}

/** Before the fault all holds; behind it nothing is proved, so no sums are told. */
function failed(db: ReadableDb, source: Source, found: ProofFault): ProofReport {
  const place = placeOf(db, source);
  return {
    whole: false,
    ...place,
    headHash: entryBySeq(db, place.lastSeq)?.hash ?? hashBeforeFirst,
    takingsPaise: null,
    perpetualTotalPaise: null,
    days: [],
    signaturesChecked: 0,
    fault: found,
    notes: [
      found.seq > 0
        ? `Entries before ${found.seq} hold; what follows was not proved, so no sums are told.`
        : 'As the journal is not whole, no sums are told.',
    ],
  };
}

function placeOf(db: ReadableDb, source: Source) {
  const entries = countOfEntries(db);
  const counter = readIdentity(db)?.counter ?? '';
  const epochs = epochsOf(db);
  return { source, counter, epochs, entries, firstSeq: entries === 0 ? 0 : 1, lastSeq: lastSeq(db) };
}

function wholeFile(db: WritableDb): ProofFault | null {
  const check: unknown = db.pragma('integrity_check(1)', { simple: true });
  return check === 'ok' ? null : damage(String(check));
}

function damage(detail: string): ProofFault {
  return { code: 'database-damaged', seq: 0, where: 'the database file', detail };
}

/** Nothing of it can be believed, not even how many entries it has. */
function damaged(source: Source, detail: string): ProofReport {
  return {
    whole: false,
    source,
    counter: '',
    epochs: [],
    entries: 0,
    firstSeq: 0,
    lastSeq: 0,
    headHash: hashBeforeFirst,
    signaturesChecked: 0,
    takingsPaise: null,
    perpetualTotalPaise: null,
    days: [],
    fault: damage(detail),
    notes: ['The second copy holds what this file has lost: counter restore.'],
  };
}

function placed(db: ReadableDb, found: VerifyFault): ProofFault {
  const { code, seq } = found;
  const detail = code === 'columns-differ' ? (differingColumns(db, seq) ?? found.detail) : found.detail;
  return { code, seq, where: `table ${tables[code] ?? 'entry'}`, detail };
}

/** Where each fault is found; all others stand in the entries themselves. */
const tables: Readonly<Partial<Record<ProofFaultCode, string>>> = {
  'no-identity': 'identity',
  'ledger-differs': 'ledger',
  'answer-differs': 'answer',
  'answer-signature': 'answer',
  'acknowledgement-differs': 'acknowledgement',
  'acknowledgement-signature': 'acknowledgement',
  'document-differs': 'print_step',
  'projection-differs': 'of sums',
  'schema-differs': 'sqlite_schema',
};

function countOfEntries(db: ReadableDb): number {
  return statement<{ count: number }>(db, 'SELECT count(*) AS count FROM entry').get()?.count ?? 0;
}

function epochsOf(db: ReadableDb): number[] {
  const sql = 'SELECT DISTINCT epoch FROM entry ORDER BY epoch';
  return statement<{ epoch: number }>(db, sql)
    .all()
    .map(({ epoch }) => epoch);
}

function notesOf(db: ReadableDb, signatures: SignatureRule): string[] {
  const sql = `SELECT seq, json_extract(body, '$.publicKey') AS publicKey FROM entry
    WHERE kind IN ('counter enrolled', 'key lost', 'recovery') ORDER BY seq`;
  const keys = statement<{ seq: number; publicKey: string }>(db, sql).all();
  const notes = keys.map(({ seq, publicKey }) => `From entry ${seq} on the device key is ${publicKey}.`);
  if (!isPublicKey(headEndKeyOf(db))) {
    notes.push('The journal names no key of a head end: the signatures of answers were not checked.');
  }
  if (signatures === 'closes') {
    notes.push(
      'Signatures of closes, key changes, answers and the last entry were checked; --every-signature checks all.',
    );
  }
  return notes;
}
