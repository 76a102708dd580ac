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

export type TransportFailure = 'refused' | 'unreachable' | TlsFailure | 'timeout' | 'broken-off' | 'too-long';

/** Before any byte of a request has been believed by anybody. Each but `tls` has a sentence of its own. */
export type TlsFailure =
  /** No authority that this PC trusts vouches for the certificate, or it is another computer's. */
  | 'untrusted'
  /** The certificate is sound, but its key is not the one that the settings name. */
  | 'wrong-pin'
  /** Not valid yet or no longer, by this PC's clock. */
  | 'expired'
  /** The head end asks for this counter's certificate and did not get one that it takes. */
  | 'client-certificate'
  /** The files that the settings name cannot be used. */
  | 'certificate-files'
  | 'tls';

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
