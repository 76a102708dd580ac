import { limits } from '../counter/limits.ts';
import type { ClientPorts } from './client.ts';
import { versionHeaders } from './protocol-version.ts';
import type { HttpRequest } from './transport.ts';

export function get(ports: ClientPorts, path: string, timeoutMs: number): HttpRequest {
  return {
    method: 'GET',
    path,
    headers: authorised(ports),
    body: null,
    timeoutMs,
    maxResponseBytes: limits.responseBytesMax,
  };
}

export function authorised(ports: ClientPorts): Record<string, string> {
  const authorization = `Bearer ${ports.identity.accessToken}`;
  return { ...versionHeaders, accept: 'application/json', authorization };
}

export function counterPath(ports: ClientPorts): string {
  return `/v1/counters/${encodeURIComponent(ports.identity.counter)}`;
}
