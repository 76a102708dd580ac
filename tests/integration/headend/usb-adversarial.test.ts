import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../counter/journal/canonical.ts';
import { usbAnswerHash, usbManifestHash } from '../../../counter/journal/chain.ts';
import { limits } from '../../../counter/limits.ts';
import { nodeGzip, nodeInflate } from '../../../headend/compression.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { readJson } from '../../../headend/read-json.ts';
import { problemSchema } from '../../../headend/schemas.ts';
import { openSealed, sealTo } from '../../../headend/sealed-file.ts';
import {
  generateSigningKey,
  sha256Hex,
  signerOf,
  verifyHashLater,
  type DeviceKeyPair,
} from '../../../headend/signatures.ts';
import { keepStickAnswer } from '../../../headend/usb/keep-answer.ts';
import { readStickAnswer, type StickReading } from '../../../headend/usb/read-answer.ts';
import { type UsbManifest, signedUsbAnswerSchema } from '../../../headend/usb/usb-schemas.ts';
import { packStick, sha256Of, type Stick } from '../../../headend/usb/usb-stick.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { createMemoryJournal } from '../../harness/memory-outbox.ts';
import { enrolTestCounter, testCode, type ReferenceCounter } from '../../harness/reference-counter.ts';
import { exchangeKeyOfHeadEnd, replyKeyOf, stickOf } from '../../harness/stick.ts';

const headEndKey = generateSigningKey();
let headEnd: ReferenceHeadEnd;
let counter: ReferenceCounter;
let other: ReferenceCounter;
let exchangeKey: string;

beforeAll(async () => {
  headEnd = await startReferenceHeadEnd({
    storage: { kind: 'pglite-memory' },
    key: headEndKey,
    knownConsumer: () => ({ meter: '12345678', meterKind: 'managed' }),
    codes: [testCode, { ...testCode, code: '471-220-319', counter: 'C03' }],
  });
}, 60_000);
afterAll(() => headEnd.stop());

let enrolled = false;
beforeEach(async () => {
  if (enrolled) return;
  enrolled = true;
  counter = await enrolTestCounter(headEnd);
  other = await enrolTestCounter(headEnd, '471-220-319');
  exchangeKey = await exchangeKeyOfHeadEnd(headEnd, counter);
});
afterEach(async () => {
  const ledger = await headEndLedger(headEnd);
  expect(new Set(ledger.map(({ uid }) => uid)).size).toBe(ledger.length);
});

async function post(body: Uint8Array): Promise<{ status: number; type: string; bytes: Uint8Array }> {
  const response = await fetch(`${headEnd.url}/v1/imports`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(body),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const problem = problemSchema.safeParse(readJson(bytes));
  return { status: response.status, type: problem.success ? problem.data.type : '', bytes };
}

const credits = async () => (await headEndLedger(headEnd)).length;

/** The manifest with other words, signed again as a counter would. */
function signedAgain(stick: Stick, change: Partial<UsbManifest>, key: DeviceKeyPair = counter.key): Stick {
  const manifest = { ...stick.manifest, ...change };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a manifest holds nothing but JSON
  const text = canonicalJson(manifest as unknown as Json);
  const hash = usbManifestHash(sha256Hex, text);
  return { ...stick, manifest, hash, signed: { text, signature: signerOf(key)(hash) } };
}

function read(sealed: Uint8Array, of: ReferenceCounter = counter) {
  return readStickAnswer(
    {
      identity: of.enrolment,
      sha256: sha256Hex,
      verify: verifyHashLater,
      replyKey: replyKeyOf(of),
      inflate: nodeInflate,
    },
    sealed,
  );
}

async function reading(sealed: Uint8Array): Promise<StickReading> {
  const found = await read(sealed);
  if (!found.ok) throw new Error(found.error);
  return found.value;
}

const keep = (found: StickReading, of: ReferenceCounter = counter) =>
  keepStickAnswer(
    {
      ports: {
        outbox: of.journal.outbox,
        nextTurn: async () => undefined,
        onFault: (error) => {
          throw error;
        },
      },
      isStopped: () => false,
      onStored: () => undefined,
    },
    found,
  );

describe('a head end that is handed a stick', () => {
  it('refuses what is not whole, not signed or not for it, and records nothing of it', async () => {
    for (let index = 0; index < 3; index += 1) counter.journal.recharge(`10000000${index}`, 100_00);
    const stick = await stickOf(counter, exchangeKey);
    const before = await credits();
    const [file] = stick.files;
    const bytes = Buffer.from(file?.bytes ?? []);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length - 30] = (flipped[bytes.length - 30] ?? 0) ^ 1;
    const elsewhere = await stickOf(counter, replyKeyOf(other).publicKey);
    const foreign = generateSigningKey();
    const sealedBy = (plain: Uint8Array) => {
      const sealed = sealTo(exchangeKey, 'batch', plain);
      const files = [{ name: '0001.ppb', bytes: sealed.length, sha256: sha256Of(sealed) }];
      return signedAgain({ ...stick, files: [{ name: '0001.ppb', bytes: sealed }] }, { files });
    };
    const bomb = await nodeGzip(new Uint8Array(limits.batchInflatedBytesMax + 1));
    const cases: readonly (readonly [string, Uint8Array, number, string])[] = [
      ['nothing', new Uint8Array(0), 422, 'malformed'],
      ['a page of HTML', Buffer.from('<!doctype html>\n'), 422, 'malformed'],
      ['no line end', Buffer.alloc(limits.usbManifestBytesMax + 10, 0x20), 422, 'malformed'],
      ['cut short', packStick(stick).subarray(0, -1), 422, 'malformed'],
      ['one byte more', Buffer.concat([packStick(stick), Buffer.from([0])]), 422, 'malformed'],
      ['a file is missing', packStick({ ...stick, files: [] }), 422, 'malformed'],
      [
        'one wrong bit',
        packStick({ ...stick, files: [{ name: '0001.ppb', bytes: flipped }] }),
        422,
        'malformed',
      ],
      ['another key signed', packStick(signedAgain(stick, {}, foreign)), 422, 'signature'],
      [
        'the words were changed',
        packStick({
          ...stick,
          signed: { ...stick.signed, text: stick.signed.text.replace('"to":3', '"to":9') },
        }),
        422,
        'signature',
      ],
      ['another counter signed', packStick(signedAgain(stick, {}, other.key)), 422, 'signature'],
      [
        'in the name of another counter',
        packStick(signedAgain(stick, { counter: 'C03' }, other.key)),
        422,
        'malformed',
      ],
      [
        'of a counter that nobody knows',
        packStick(signedAgain(stick, { counter: 'C99' })),
        404,
        'unknown-counter',
      ],
      ['for another head end', packStick(signedAgain(stick, { serverId: 'he-other' })), 422, 'malformed'],
      ['closed to another key', packStick(elsewhere), 422, 'malformed'],
      ['no batch inside', packStick(sealedBy(Buffer.from('no gzip'))), 422, 'malformed'],
      ['a bomb inside', packStick(sealedBy(bomb)), 413, 'too-large'],
      ['too large', Buffer.alloc(limits.usbImportBytesMax + 1), 413, 'too-large'],
    ];
    for (const [name, body, status, type] of cases) {
      const reply = await post(body);
      expect([name, reply.status, reply.type]).toEqual([name, status, type]);
    }
    expect(await credits()).toBe(before);
  });

  it('takes a stick, the same stick again, and an older one after a newer one', async () => {
    const first = await stickOf(counter, exchangeKey);
    counter.journal.recharge('100000009', 100_00);
    const second = await stickOf(counter, exchangeKey);
    for (const stick of [second, first, second]) {
      const reply = await post(packStick(stick));
      expect(reply.status).toBe(200);
      const found = await reading(reply.bytes);
      expect(found).toMatchObject({ problem: null, manifestHash: stick.hash });
      expect(found.acknowledgement?.acknowledgement.ackedSeq).toBe(counter.journal.entries.length);
      expect(found.answers).toHaveLength(counter.journal.entries.length);
    }
    expect(await credits()).toBe(4);
    const last = await post(packStick(second));
    expect(await keep(await reading(last.bytes))).toEqual({ kind: 'kept', ackedSeq: 4, answers: 4 });
    expect(counter.journal.answers).toHaveLength(4);
  });

  it('says of a stick with a gap before it how far it is, and takes nothing', async () => {
    const skipping = { ...counter.journal.outbox.position(), ackedSeq: 6 };
    for (let index = 0; index < 4; index += 1) counter.journal.recharge('100000001', 100_00);
    const outbox = { ...counter.journal.outbox, position: () => ({ ...skipping, lastSeq: 8 }) };
    const stick = await stickOf(counter, exchangeKey, { outbox });
    const found = await reading((await post(packStick(stick))).bytes);
    expect(found.problem).toMatchObject({ type: 'gap', expectedSeq: 5 });
    expect(found.acknowledgement?.acknowledgement.ackedSeq).toBe(4);
    expect(await credits()).toBe(4);
  });
});

describe('a counter that is handed an answer', () => {
  let good: Uint8Array;
  beforeEach(async () => {
    counter.journal.recharge('100000003', 100_00);
    const stick = await stickOf(counter, exchangeKey);
    good = (await post(packStick(stick))).bytes;
  });

  it('opens only its own, whole, from its own head end', async () => {
    const plain = openSealed(replyKeyOf(counter), 'answer', good);
    const unpacked = plain === null ? null : await nodeInflate(plain, limits.usbAnswerBytesMax);
    const signed = signedUsbAnswerSchema.parse(unpacked instanceof Uint8Array ? readJson(unpacked) : null);
    const closed = async (value: unknown) =>
      sealTo(replyKeyOf(counter).publicKey, 'answer', await nodeGzip(Buffer.from(JSON.stringify(value))));
    const saying = async (change: Record<string, Json>, key = headEndKey) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the head end's own JSON, with other words
      const text = canonicalJson({ ...(readJson(signed.text) as Record<string, Json>), ...change });
      return closed({ text, signature: signerOf(key)(usbAnswerHash(sha256Hex, text)) });
    };
    const flipped = Buffer.from(good);
    flipped[flipped.length - 1] = (flipped[flipped.length - 1] ?? 0) ^ 1;
    const cases: readonly (readonly [string, Uint8Array, string])[] = [
      ['nothing', new Uint8Array(0), 'not-for-us'],
      ['cut short', good.subarray(0, -1), 'not-for-us'],
      ['one wrong bit', flipped, 'not-for-us'],
      [
        'closed to another counter',
        sealTo(replyKeyOf(other).publicKey, 'answer', plain ?? good),
        'not-for-us',
      ],
      [
        'closed for another purpose',
        sealTo(replyKeyOf(counter).publicKey, 'batch', plain ?? good),
        'not-for-us',
      ],
      ['too large', new Uint8Array(limits.usbAnswerFileBytesMax + 1), 'too-large'],
      ['no JSON', await closed('x'), 'misshapen'],
      [
        'another text',
        await closed({ ...signed, text: signed.text.replace('"more":false', '"more":true') }),
        'wrong-signature',
      ],
      ['another key', await saying({}, generateSigningKey()), 'wrong-signature'],
      ['of another counter', await saying({ counter: 'C03' }), 'other-counter'],
      ['of another head end', await saying({ serverId: 'he-other' }), 'other-head-end'],
      ['an unknown version', await saying({ v: 2 }), 'misshapen'],
      [
        'a result that nobody signed',
        await saying({ results: [{ text: '{}', signature: 'A'.repeat(86) }] }),
        'misshapen',
      ],
      [
        'an acknowledgement that nobody signed',
        await saying({ acknowledgement: { text: '{}', signature: 'A'.repeat(86) } }),
        'misshapen',
      ],
      [
        'of an epoch that its acknowledgement does not name',
        await saying({ serverEpoch: 'other' }),
        'misshapen',
      ],
    ];
    for (const [name, sealed, fault] of cases) {
      const found = await read(sealed);
      expect([name, found.ok ? 'read' : found.error]).toEqual([name, fault]);
    }
    expect((await read(await saying({}))).ok).toBe(true);
  });

  it('changes nothing by an old answer, and stores the same one once', async () => {
    const newest = await reading(good);
    const acked = newest.acknowledgement?.acknowledgement.ackedSeq ?? 0;
    await keep(newest);
    const answers = counter.journal.answers.length;
    counter.journal.recharge('100000002', 100_00);
    const next = (await post(packStick(await stickOf(counter, exchangeKey)))).bytes;
    expect(await keep(await reading(next))).toMatchObject({ ackedSeq: acked + 1 });
    const cursor = counter.journal.outbox.position().resultsCursor;
    for (let times = 0; times < 2; times += 1)
      expect(await keep(newest)).toMatchObject({ kind: 'kept', ackedSeq: acked + 1 });
    expect(counter.journal.answers).toHaveLength(answers + 1);
    expect(counter.journal.outbox.position().resultsCursor).toBe(cursor);
  });

  it('takes no word of a head end that was put back from a backup, or that knows another journal', async () => {
    const found = await reading(good);
    const { acknowledgements, answers } = counter.journal;
    const before = [acknowledgements.length, answers.length];
    expect(await keep({ ...found, serverEpoch: 'after-restore' })).toEqual({ kind: 'head-end-restored' });
    const told = found.acknowledgement;
    if (told === null) throw new Error('an acknowledgement is there');
    const foreign = { ...told, acknowledgement: { ...told.acknowledgement, headHash: 'f'.repeat(64) } };
    expect(await keep({ ...found, acknowledgement: foreign })).toEqual({ kind: 'journals-differ' });
    expect([acknowledgements.length, answers.length]).toEqual(before);
  });
});

describe('a counter of which two journals exist', () => {
  it('is frozen by a stick as by the wire, and the answer says so', async () => {
    other.journal.recharge('100000001', 100_00);
    const key = await exchangeKeyOfHeadEnd(headEnd, other);
    const ours = await stickOf(other, key);
    expect((await post(packStick(ours))).status).toBe(200);
    const clone: ReferenceCounter = { ...other, journal: cloneOf(other) };
    const theirs = await post(packStick(await stickOf(clone, key)));
    const found = await read(theirs.bytes, other);
    expect(found.ok && found.value).toMatchObject({ problem: { type: 'fork' }, acknowledgement: null });
  });
});

function cloneOf(of: ReferenceCounter) {
  const journal = createMemoryJournal(of.enrolment.counter, of.key);
  journal.recharge('100000009', 900_00);
  return journal;
}
