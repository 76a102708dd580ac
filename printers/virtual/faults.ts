/** What can be wrong with the virtual printer. Rows count from the start of the slip in print. */
export type VirtualFault =
  /** The cutter sticks; it works on once cleared. */
  | { readonly kind: 'jam'; readonly atRow: number }
  | { readonly kind: 'paperOut'; readonly atRow: number }
  | { readonly kind: 'coverOpen'; readonly atRow: number }
  | { readonly kind: 'nearEnd' }
  /** The proof comes, but late. */
  | { readonly kind: 'lateAnswer'; readonly delayMs: number }
  /** Prints and answers status questions, but never proves anything. */
  | { readonly kind: 'noAnswer' }
  /** Prints and says nothing at all. */
  | { readonly kind: 'mute' }
  /** Answers with a process id that nobody asked for. */
  | { readonly kind: 'wrongId' }
  | { readonly kind: 'powerOff'; readonly atRow: number; readonly how: 'reset' | 'silent' }
  /** Takes no connection, like a printer that is switched off. */
  | { readonly kind: 'refuse' };

/** Where in the slip the mechanics stop, or null when they do not. */
export function stopsAtRow(fault: VirtualFault | null): number | null {
  return fault !== null && 'atRow' in fault ? fault.atRow : null;
}

/** Checks what came over the control channel. */
export function parseVirtualFault(value: unknown): VirtualFault | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  const atRow = 'atRow' in value && typeof value.atRow === 'number' ? value.atRow : 0;
  const delayMs = 'delayMs' in value && typeof value.delayMs === 'number' ? value.delayMs : 1_000;
  switch (value.kind) {
    case 'jam':
    case 'paperOut':
    case 'coverOpen':
      return { kind: value.kind, atRow };
    case 'powerOff':
      return { kind: 'powerOff', atRow, how: 'how' in value && value.how === 'silent' ? 'silent' : 'reset' };
    case 'lateAnswer':
      return { kind: 'lateAnswer', delayMs };
    case 'nearEnd':
    case 'noAnswer':
    case 'mute':
    case 'wrongId':
    case 'refuse':
      return { kind: value.kind };
    default:
      return null;
  }
}
