/** One answer of a printer, cut out of the stream of bytes it sends. */
export type Reply =
  /** To DLE EOT. Which question it answers only the order tells. */
  | { readonly kind: 'realTime'; readonly byte: number }
  /** Automatic status back. */
  | { readonly kind: 'asb'; readonly bytes: readonly number[] }
  /** To `GS r`: the paper sensor, in order after all earlier data. */
  | { readonly kind: 'paper'; readonly byte: number }
  /** To `GS ( H` function 48: all data before this id has been printed. */
  | { readonly kind: 'processId'; readonly tag: string }
  /** Any other block, such as the model name. */
  | { readonly kind: 'block'; readonly text: string }
  | { readonly kind: 'unknown'; readonly byte: number };

/** Blocks are short; one that never ends is noise, not a reply. */
const blockBytesMax = 80;

const xon = 0x11;
const xoff = 0x13;

/**
 * Cuts a stream into replies. Bytes may come in any pieces. The fixed bits of each kind tell them apart
 * (Epson, "identification of status"); XON and XOFF may stand between any two bytes and are dropped.
 */
export function replySplitter(): (bytes: Uint8Array) => Reply[] {
  let open: number[] = [];
  return (bytes) => {
    const replies: Reply[] = [];
    for (const byte of bytes) {
      if (byte === xon || byte === xoff) continue;
      open.push(byte);
      open = takeReplies(open, replies);
    }
    return replies;
  };
}

/** Takes whole replies from the front and gives back what is still incomplete. */
function takeReplies(bytes: number[], replies: Reply[]): number[] {
  let rest = bytes;
  while (rest.length > 0) {
    const taken = firstReply(rest);
    if (taken === null) return rest;
    replies.push(taken.reply);
    rest = rest.slice(taken.length);
  }
  return rest;
}

function firstReply(bytes: readonly number[]): { reply: Reply; length: number } | null {
  const [first = 0] = bytes;
  if (first === 0x37 || first === 0x5f) return blockReply(bytes);
  if ((first & 0x93) === 0x12) return { reply: { kind: 'realTime', byte: first }, length: 1 };
  if ((first & 0x93) === 0x10) return asbReply(bytes);
  if ((first & 0x90) === 0) return { reply: { kind: 'paper', byte: first }, length: 1 };
  return unknownReply(first);
}

function asbReply(bytes: readonly number[]): { reply: Reply; length: number } | null {
  const status = bytes.slice(0, 4);
  if (status.slice(1).some((byte) => (byte & 0x90) !== 0)) return unknownReply(bytes[0] ?? 0);
  return status.length < 4 ? null : { reply: { kind: 'asb', bytes: status }, length: 4 };
}

function blockReply(bytes: readonly number[]): { reply: Reply; length: number } | null {
  const end = bytes.indexOf(0);
  const body = end === -1 ? bytes.slice(1) : bytes.slice(1, end);
  const broken = body.some((byte) => byte < 0x20 || byte > 0x7e) || body.length > blockBytesMax;
  if (broken) return unknownReply(bytes[0] ?? 0);
  if (end === -1) return null;
  const text = String.fromCharCode(...body);
  const isProcessId = bytes[0] === 0x37 && text.startsWith('"') && text.length === 5;
  return {
    reply: isProcessId ? { kind: 'processId', tag: text.slice(1) } : { kind: 'block', text },
    length: end + 1,
  };
}

function unknownReply(byte: number): { reply: Reply; length: number } {
  return { reply: { kind: 'unknown', byte }, length: 1 };
}
