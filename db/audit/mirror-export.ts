import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { kolkataDate } from '../../counter/time.ts';
import { openFrame } from '../mirror/file-key.ts';
import type { Frame } from '../mirror/frame.ts';
import { type MirrorContents, readMirrorFile } from '../mirror/read-file.ts';
import { exportFormat, type ExportHeader, type NamedKey } from './export-format.ts';
import type { DateRange, ExportSource, KeptWord } from './export-source.ts';
import type { MirrorSet } from './mirror-sets.ts';
import { storedEntry } from './verify-mirror.ts';
import type { UnwrapKey } from './walk-mirror.ts';

/**
 * An export from the second copy, opened by the recovery key: each part is one pass over its files.
 * It holds no acknowledgements, for those are kept in the journal alone.
 */
export async function mirrorExport(
  set: MirrorSet,
  unwrapKey: UnwrapKey,
  range: DateRange,
): Promise<ExportSource> {
  const header = await headerOf(set, unwrapKey, range);
  const { firstSeq, lastSeq } = header;
  const isWanted = (seq: number) => lastSeq > 0 && seq >= firstSeq && seq <= lastSeq;
  return {
    header,
    entries: async function* () {
      for await (const stored of openedEntries(set, unwrapKey)) if (isWanted(stored.seq)) yield stored;
    },
    answers: async function* () {
      for await (const { seq, word } of openedAnswers(set, unwrapKey)) if (isWanted(seq)) yield word;
    },
    acknowledgements: () => [],
    creditOf: () => null,
  };
}

async function headerOf(set: MirrorSet, unwrapKey: UnwrapKey, range: DateRange): Promise<ExportHeader> {
  const before = { prevHash: hashBeforeFirst, epochBefore: 1, perpetualTotalBeforePaise: 0 };
  const found = { firstSeq: 0, lastSeq: 0, ...before };
  const place: { office: string; headEndPublicKey: string; recoveryKey: string | null } = {
    office: '',
    headEndPublicKey: '',
    recoveryKey: null,
  };
  const keys: NamedKey[] = [];
  const epochs: { readonly seq: number; readonly epoch: number }[] = [];
  let last = before;
  for await (const { body, epoch, hash, seq } of openedEntries(set, unwrapKey)) {
    const entry = readBody(body);
    if (entry === null) continue;
    if (entry.kind === 'counter enrolled') {
      place.office = entry.office;
      place.headEndPublicKey = entry.headEndPublicKey;
      place.recoveryKey = entry.recoveryKey;
    }
    if (entry.kind === 'counter enrolled' || entry.kind === 'key lost' || entry.kind === 'recovery')
      keys.push({ fromSeq: seq, publicKey: entry.publicKey });
    if (epochs.at(-1)?.epoch !== epoch) epochs.push({ seq, epoch });
    const date = entry.businessDate ?? kolkataDate(entry.at);
    if (date >= range.from && date <= range.to) {
      if (found.firstSeq === 0) Object.assign(found, { firstSeq: seq, ...last });
      found.lastSeq = seq;
    }
    last = { prevHash: hash, epochBefore: epoch, perpetualTotalBeforePaise: entry.perpetualTotalPaise };
  }
  const inForce = keys.findLast(({ fromSeq }) => fromSeq < found.firstSeq)?.fromSeq ?? 1;
  const start = epochs.findLast(({ seq }) => seq <= found.firstSeq)?.epoch ?? 1;
  return {
    format: exportFormat,
    counter: set.counter,
    ...place,
    epochs:
      found.lastSeq === 0
        ? []
        : epochs.filter(({ epoch, seq }) => epoch >= start && seq <= found.lastSeq).map(({ epoch }) => epoch),
    ...range,
    ...found,
    publicKeys: keys.filter(({ fromSeq }) => fromSeq >= inForce && fromSeq <= found.lastSeq),
  };
}

/** Each entry once, in order; where files overlap the first stands, as they are proved to be equal. */
async function* openedEntries(set: MirrorSet, unwrapKey: UnwrapKey): AsyncGenerator<StoredEntry> {
  let reached = 0;
  for await (const { frame, body } of openedFrames(set, unwrapKey)) {
    if (frame.head.t !== 'entry' || frame.head.seq <= reached) continue;
    const stored = storedEntry(frame.head, body);
    if (stored === null) continue;
    reached = stored.seq;
    yield stored;
  }
}

async function* openedAnswers(
  set: MirrorSet,
  unwrapKey: UnwrapKey,
): AsyncGenerator<{ readonly seq: number; readonly word: KeptWord }> {
  let reached = 0;
  for await (const { frame, body: text } of openedFrames(set, unwrapKey)) {
    if (frame.head.t !== 'answer' || frame.head.answer <= reached) continue;
    const { answer: n, seq, signature, storedAt } = frame.head;
    reached = n;
    yield { seq, word: { n, text, signature, storedAt } };
  }
}

async function* openedFrames(
  set: MirrorSet,
  unwrapKey: UnwrapKey,
): AsyncGenerator<{ readonly frame: Frame; readonly body: string }> {
  for (const { path } of set.files) {
    const contents: MirrorContents | string = await readMirrorFile(path, set);
    if (typeof contents === 'string') continue;
    const dataKey = unwrapKey(contents.head);
    if (dataKey === null) continue;
    for (const frame of contents.frames) {
      const body = openFrame(dataKey, contents.head.file, frame);
      if (body !== null) yield { frame, body };
    }
  }
}
