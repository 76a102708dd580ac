import { decodeBatch, type BoundedInflate } from '../../headend/batch.ts';
import { acceptBatch } from '../../headend/reference/accept-batch.ts';
import { RefusedError, type CorePorts } from '../../headend/reference/core.ts';
import { takeHeldAnswers } from '../../headend/reference/held-answers.ts';
import { readResults, readState } from '../../headend/reference/read-counter.ts';
import { readJson } from '../../headend/read-json.ts';
import { heldAnswersRequestSchema } from '../../headend/schemas.ts';
import { sha256Hex } from '../../headend/signatures.ts';
import type { HttpReply, HttpRequest } from '../../headend/transport.ts';

const asIs: BoundedInflate = async (bytes) => bytes;

/** The core of the reference head end behind the calls of counter C02, without sockets; batches come unpacked. */
export async function serveFromCore(core: CorePorts, { path, body }: HttpRequest): Promise<HttpReply> {
  try {
    if (path === '/v1/health') {
      return jsonReply({ v: 1, serverId: core.serverId, state: 'accepting', serverTime: 1, notice: null });
    }
    if (path.endsWith('/state')) return jsonReply(await readState(core, 'C02'));
    const after = /\/results(?:\?after=(.*))?$/u.exec(path);
    if (after !== null) {
      const cursor = after[1] === undefined ? null : decodeURIComponent(after[1]);
      return jsonReply(await readResults(core, 'C02', cursor));
    }
    if (path.endsWith('/answers')) {
      const request = heldAnswersRequestSchema.parse(readJson(body ?? new Uint8Array()));
      return jsonReply(await takeHeldAnswers(core, 'C02', request));
    }
    const decoded = await decodeBatch(asIs, sha256Hex, body ?? new Uint8Array());
    if (!decoded.ok) throw new Error(decoded.error.detail);
    return jsonReply(await acceptBatch(core, 'C02', decoded.value));
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return jsonReply(error.problem, error.problem.status, 'application/problem+json');
  }
}

export function jsonReply(value: unknown, status = 200, type = 'application/json'): HttpReply {
  return textReply(JSON.stringify(value), status, type);
}

export function textReply(text: string, status: number, type: string): HttpReply {
  const body = new TextEncoder().encode(text);
  return { kind: 'reply', status, headers: { 'content-type': type }, body };
}
