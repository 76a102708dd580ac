/** One request to the head end. Paths begin with `/v1/`; the adapter knows the address before them. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** From the first byte out to the last byte in. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

export type TransportFailure = 'refused' | 'unreachable' | 'tls' | 'timeout' | 'broken-off' | 'too-long';

/** Header names are in lower case. No redirect is followed. */
export type HttpReply =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'failed'; readonly reason: TransportFailure; readonly detail: string };

/** What the client needs of HTTP. It never throws: every failure is a reply of kind `failed`. */
export interface HttpTransport {
  send(request: HttpRequest): Promise<HttpReply>;
  /**
   * As `send`, but a 200 body goes to `onChunk` piece by piece and the reply's body is empty.
   * `timeoutMs` is here the longest silence, not the whole time.
   */
  stream(request: HttpRequest, onChunk: (chunk: Uint8Array) => Promise<void>): Promise<HttpReply>;
  close(): Promise<void>;
}
