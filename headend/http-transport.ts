import { Agent, buildConnector, errors, request as undiciRequest } from 'undici';
import { connectOptions, tlsFailureOf, type TlsMaterial } from './tls.ts';
import type { HttpReply, HttpRequest, HttpTransport, TlsFailure, TransportFailure } from './transport.ts';

/**
 * HTTP by undici, without proxies, redirects or retries of its own: the uploader alone decides what is
 * sent again. `baseUrl` is the head end's address without a trailing slash.
 */
export function createHttpTransport(options: {
  readonly baseUrl: string;
  readonly tls?: TlsMaterial | null;
}): HttpTransport {
  const { connect, takeAlert } = connectorOf(options.tls ?? null);
  const agent = new Agent({ connections: 4, connect, keepAliveTimeout: 30_000 });

  const open = (call: HttpRequest, signal: AbortSignal) =>
    undiciRequest(`${options.baseUrl}${call.path}`, {
      dispatcher: agent,
      method: call.method,
      headers: { ...call.headers },
      body: call.body,
      signal,
      headersTimeout: call.timeoutMs,
      bodyTimeout: call.timeoutMs,
    });

  const send = async (call: HttpRequest): Promise<HttpReply> => {
    try {
      const response = await open(call, AbortSignal.timeout(call.timeoutMs));
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > call.maxResponseBytes) return tooLong(call);
        chunks.push(chunk);
      }
      const body = Buffer.concat(chunks);
      return { kind: 'reply', status: response.statusCode, headers: flat(response.headers), body };
    } catch (error) {
      return failed(error, takeAlert());
    }
  };

  const stream = async (
    call: HttpRequest,
    onChunk: (chunk: Uint8Array) => Promise<void>,
  ): Promise<HttpReply> => {
    let received = 0;
    try {
      const response = await open(call, new AbortController().signal);
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        received += chunk.length;
        if (received > call.maxResponseBytes) return tooLong(call);
        if (response.statusCode === 200) await onChunk(chunk);
      }
      const headers = flat(response.headers);
      return { kind: 'reply', status: response.statusCode, headers, body: new Uint8Array() };
    } catch (error) {
      return failed(error, takeAlert());
    }
  };

  return { send, stream, close: () => agent.destroy() };
}

/**
 * In TLS 1.3 the other side refuses a certificate after this one has begun to talk: its alert comes as an
 * error of the socket, and undici tells only that the connection was closed.
 */
function connectorOf(tls: TlsMaterial | null) {
  const connector = buildConnector({ timeout: 5_000, ...(tls === null ? {} : connectOptions(tls)) });
  let alert: TlsFailure | null = null;
  const connect: typeof connector = (place, done) =>
    connector(place, (...outcome) => {
      outcome[1]?.once('error', (error: Error) => {
        alert = 'code' in error ? tlsFailureOf(String(error.code)) : null;
      });
      done(...outcome);
    });
  const takeAlert = (): TlsFailure | null => {
    const taken = alert;
    alert = null;
    return taken;
  };
  return { connect, takeAlert };
}

function tooLong(call: HttpRequest): HttpReply {
  return { kind: 'failed', reason: 'too-long', detail: `more than ${call.maxResponseBytes} bytes` };
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return joined;
}

function failed(error: unknown, alert: TlsFailure | null): HttpReply {
  const detail = error instanceof Error ? error.message : String(error);
  const reason = failureOf(error);
  return { kind: 'failed', reason: reason === 'broken-off' ? (alert ?? reason) : reason, detail };
}

function failureOf(error: unknown): TransportFailure {
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return 'timeout';
  if (error instanceof errors.ConnectTimeoutError) return 'timeout';
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'timeout';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return 'timeout';
  if (['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'].includes(code))
    return 'unreachable';
  return tlsFailureOf(code) ?? 'broken-off';
}
