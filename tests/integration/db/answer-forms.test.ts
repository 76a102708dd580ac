import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standingOf } from '../../../counter/exception/chain.ts';
import type { Answer, SignedAnswer } from '../../../counter/journal/answer.ts';
import { canonicalJson } from '../../../counter/journal/canonical.ts';
import { answerHash } from '../../../counter/journal/chain.ts';
import type { StoredEntry } from '../../../counter/journal/entry.ts';
import { storeAnswers } from '../../../db/answers.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import { entryBySeq } from '../../../db/entries.ts';
import { chainOf } from '../../../db/exception-chain.ts';
import { closeJournal, createJournal, type Journal } from '../../../db/journal.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { generateSigningKey, signerOf } from '../../../headend/signatures.ts';
import { type Bench, enrolment, freshOptions, must, openCounter, sell } from '../../harness/journal.ts';

/** Answers of older head ends name no credit; new ones do. Neither can change the row that they are about. */
const headEnd = generateSigningKey();
let bench: Bench;
let journal: Journal;
let entry: StoredEntry;

beforeEach(async () => {
  bench = freshOptions();
  const draft = { ...enrolment(bench.options.signer.publicKey), headEndPublicKey: headEnd.publicKey };
  const created = await createJournal(bench.options, 'C02', draft);
  if (!created.ok) throw new Error(created.error.detail);
  journal = created.value;
  const open = await openCounter(journal, bench.clock.wallMs());
  entry = must(await sell(journal, open, { consumer: '100000001', amountPaise: 500_00 })).entry;
});
afterEach(async () => {
  await closeJournal(journal);
  rmSync(dirname(bench.options.folder), { recursive: true, force: true });
});

function applied(credit: Pick<Answer, 'amountPaise' | 'consumer'>): SignedAnswer {
  const answer: Answer = {
    v: 1,
    counter: 'C02',
    epoch: 1,
    seq: entry.seq,
    uid: entry.uid,
    record: 'recorded',
    credit: 'applied',
    turn: 1,
    code: null,
    text: null,
    reference: 'HE-1',
    tokens: [],
    ...credit,
    decidedAt: 1,
  };
  const text = canonicalJson({ ...answer, text: null });
  return { answer, text, signature: signerOf(headEnd)(answerHash(sha256Hex, text)) };
}

describe('an answer that is stored', () => {
  it.each([
    ['of an older head end', {}, 'credited'],
    ['of a new one', { amountPaise: 500_00, consumer: '100000001' }, 'credited'],
    ['with another amount', { amountPaise: 499_99, consumer: '100000001' }, 'differs'],
    ['to another consumer', { amountPaise: 500_00, consumer: '100000002' }, 'differs'],
  ])('%s leaves the row as it is, and the journal whole', async (_, credit, standing) => {
    const before = entryBySeq(journal.db, entry.seq);
    expect(await storeAnswers(journal, [applied(credit)])).toMatchObject({ ok: true, value: { new: 1 } });
    expect(entryBySeq(journal.db, entry.seq)).toEqual(before);
    expect(verifyJournal(journal.db, 'every').ok).toBe(true);
    const chain = chainOf(journal.db, entry.uid);
    expect(chain === null ? null : standingOf(chain).is).toBe(standing);
    expect(chain?.recharge).toMatchObject({ consumer: '100000001', amountPaise: 500_00 });
  });
});
