/** What the sensors of the virtual printer see. */
export interface Sensors {
  readonly coverOpen: boolean;
  readonly paperEnd: boolean;
  readonly nearEnd: boolean;
  readonly cutterStuck: boolean;
}

/** Answer to DLE EOT: fixed bits 0xx1xx10. */
export function statusByte(question: number, seen: Sensors): number {
  const stopped = seen.coverOpen || seen.paperEnd || seen.cutterStuck;
  switch (question) {
    case 1:
      return 0x12 | (stopped ? 0x08 : 0);
    case 2:
      return 0x12 | (seen.coverOpen ? 0x04 : 0) | (seen.paperEnd ? 0x20 : 0) | (seen.cutterStuck ? 0x40 : 0);
    case 3:
      return 0x12 | (seen.cutterStuck ? 0x08 : 0);
    default:
      return 0x12 | (seen.nearEnd ? 0x0c : 0) | (seen.paperEnd ? 0x60 : 0);
  }
}

/** The four bytes of automatic status back. */
export function autoStatus(seen: Sensors): Uint8Array {
  const stopped = seen.coverOpen || seen.paperEnd || seen.cutterStuck;
  return Uint8Array.of(
    0x10 | (stopped ? 0x08 : 0) | (seen.coverOpen ? 0x20 : 0),
    seen.cutterStuck ? 0x08 : 0,
    (seen.nearEnd || seen.paperEnd ? 0x03 : 0) | (seen.paperEnd ? 0x0c : 0),
    0,
  );
}

/** Answer to `GS r 1`. */
export function paperByte(seen: Sensors): number {
  return (seen.nearEnd ? 0x03 : 0) | (seen.paperEnd ? 0x0c : 0);
}

/** Answer to `GS ( H` function 48. */
export function processIdBlock(id: Uint8Array): Uint8Array {
  return Uint8Array.of(0x37, 0x22, ...id, 0);
}

export function modelBlock(what: number): Uint8Array {
  const text = what === 66 ? 'VIRTUAL' : 'VP-80';
  return Uint8Array.of(0x5f, ...Buffer.from(text, 'latin1'), 0);
}
