import { readJson } from '../../headend/read-json.ts';
import { counterStateSchema } from '../../headend/schemas.ts';
import { type ExchangeKey, exchangeKeyOf } from '../../headend/sealed-file.ts';
import type { ReferenceHeadEnd } from '../../headend/reference/start.ts';
import { keyIdOf, sha256Hex, signerOf, verifyHashLater } from '../../headend/signatures.ts';
import { checkExchangeKey } from '../../headend/usb/exchange-key.ts';
import { type ExportPorts, makeStick } from '../../headend/usb/export-stick.ts';
import type { Stick } from '../../headend/usb/usb-stick.ts';
import { nodeGzip } from '../../headend/compression.ts';
import type { ReferenceCounter } from './reference-counter.ts';

/** What closes the answers of a counter, as its service derives it. */
export function replyKeyOf(counter: ReferenceCounter): ExchangeKey {
  return exchangeKeyOf(Buffer.from(counter.key.privateKey, 'base64url'), 'division-counter/usb-reply/1');
}

/** The key for sticks as the head end's state tells it, checked. */
export async function exchangeKeyOfHeadEnd(
  headEnd: ReferenceHeadEnd,
  { enrolment }: ReferenceCounter,
): Promise<string> {
  const response = await fetch(`${headEnd.url}/v1/counters/${enrolment.counter}/state`, {
    headers: { authorization: `Bearer ${enrolment.accessToken}` },
  });
  const state = counterStateSchema.parse(readJson(await response.text()));
  const ports = { sha256: sha256Hex, verify: verifyHashLater };
  const key = state.exchangeKey === null ? null : await checkExchangeKey(ports, enrolment, state.exchangeKey);
  if (key === null) throw new Error('the head end names no key for sticks');
  return key;
}

/** A stick of everything unsent in the counter's memory journal. `change` replaces what a counter would use. */
export async function stickOf(
  counter: ReferenceCounter,
  exchangeKey: string,
  change: Partial<ExportPorts> = {},
): Promise<Stick> {
  const { journal, key, enrolment } = counter;
  const stick = await makeStick({
    outbox: journal.outbox,
    gzip: nodeGzip,
    keyId: keyIdOf(key.publicKey),
    sign: signerOf(key),
    sw: 'test',
    newBatchId: () => '019aaf00-3000-7abc-8def-0123456789ab',
    exchangeKey,
    replyKey: replyKeyOf(counter).publicKey,
    serverId: enrolment.serverId,
    wallMs: () => 1_795_000_000_000,
    nextTurn: async () => undefined,
    sumOf: (from, to) => ({
      recharges: to - from + 1,
      sumPaise: 0,
      firstReceipt: null,
      lastReceipt: null,
    }),
    ...change,
  });
  if (stick === null) throw new Error('nothing is unsent');
  return stick;
}
