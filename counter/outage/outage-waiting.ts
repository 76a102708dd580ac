/** One recharge of an outage: when it was taken here. Times are wall times in UTC milliseconds. */
export interface WaitingSale {
  readonly seq: number;
  readonly at: number;
  /** Under which the most that waited is kept: its business date and counter, say. */
  readonly group: string;
}

/** One acknowledgement: from then on the head end had everything up to `ackedSeq`. */
export interface Word {
  readonly at: number;
  readonly ackedSeq: number;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How an outage's receipts waited for the head end. */
export interface Waiting {
  readonly unsentWorst: number;
  /** The most that waited at once, by the group of the receipt that made it so. */
  readonly unsentWorstOf: ReadonlyMap<string, number>;
  /** Every time in which receipts waited and the head end said no word, in order. */
  readonly silences: readonly Span[];
  /** From the first word after the worst moment until nothing waited; null while something waits. */
  readonly upload: Span | null;
  /** When the head end had every receipt of a group; a group with unsent ones is missing. */
  readonly uploadedOf: ReadonlyMap<string, number>;
}

type Event =
  | { readonly kind: 'sale'; readonly at: number; readonly sale: WaitingSale }
  | { readonly kind: 'word'; readonly at: number; readonly sales: readonly WaitingSale[] };

/**
 * Walks through sales and acknowledgements in the order of their times. `until` is the end of the outage,
 * or now. Sales come by rising seq, words as they were stored; a clock that was put back disorders neither.
 */
export function waitingOf(rows: readonly WaitingSale[], words: readonly Word[], until: number): Waiting {
  const sales = inOrder(rows);
  const walk = { waiting: 0, worst: 0, worstAt: 0, silentFrom: 0, uploadFrom: null as number | null };
  const unsentWorstOf = new Map<string, number>();
  const silences: Span[] = [];
  let upload: Span | null = null;
  const events = eventsOf(sales, words);
  for (const event of events) {
    if (event.kind === 'sale') {
      if (walk.waiting === 0) walk.silentFrom = event.at;
      walk.waiting += 1;
      const { group } = event.sale;
      unsentWorstOf.set(group, Math.max(walk.waiting, unsentWorstOf.get(group) ?? 0));
      if (walk.waiting <= walk.worst) continue;
      walk.worst = walk.waiting;
      walk.uploadFrom = null;
      upload = null;
      continue;
    }
    if (walk.waiting > 0) {
      silences.push({ from: walk.silentFrom, to: event.at });
      walk.uploadFrom ??= event.at;
    }
    walk.silentFrom = event.at;
    walk.waiting -= event.sales.length;
    if (walk.waiting === 0 && upload === null && walk.uploadFrom !== null) {
      upload = { from: walk.uploadFrom, to: event.at };
    }
  }
  if (walk.waiting > 0) silences.push({ from: walk.silentFrom, to: Math.max(until, walk.silentFrom) });
  return { unsentWorst: walk.worst, unsentWorstOf, silences, upload, uploadedOf: uploadedOf(sales, events) };
}

/** The longest part of the silences that lies within `span`, in milliseconds. */
export function longestSilenceMs(silences: readonly Span[], span: Span): number {
  let longest = 0;
  for (const { from, to } of silences) {
    longest = Math.max(longest, Math.min(to, span.to) - Math.max(from, span.from));
  }
  return longest;
}

/** A clock that was put back does not make an earlier receipt of a later one. */
function inOrder(rows: readonly WaitingSale[]): readonly WaitingSale[] {
  let latest = 0;
  return rows.map((row) => {
    latest = Math.max(latest, row.at);
    return { ...row, at: latest };
  });
}

/** Each sale leaves with the first word that covers it: what a restored head end forgets stays sent here. */
function eventsOf(sales: readonly WaitingSale[], words: readonly Word[]): readonly Event[] {
  const events: Event[] = sales.map((sale) => ({ kind: 'sale', at: sale.at, sale }));
  let next = 0;
  for (const { at, ackedSeq } of words) {
    const from = next;
    while (next < sales.length && (sales[next]?.seq ?? Infinity) <= ackedSeq) next += 1;
    const covered = sales.slice(from, next);
    // An entry is acknowledged after it was made, whatever the clock said meanwhile.
    const after = covered.reduce((latest, sale) => Math.max(latest, sale.at), at);
    events.push({ kind: 'word', at: after, sales: covered });
  }
  return events.toSorted((one, other) => one.at - other.at || rank(one) - rank(other));
}

function rank({ kind }: Event): number {
  return kind === 'sale' ? 0 : 1;
}

function uploadedOf(sales: readonly WaitingSale[], events: readonly Event[]): ReadonlyMap<string, number> {
  const left = new Map<string, number>();
  for (const { group } of sales) left.set(group, (left.get(group) ?? 0) + 1);
  const uploaded = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'word') continue;
    for (const { group } of event.sales) {
      const rest = (left.get(group) ?? 0) - 1;
      left.set(group, rest);
      if (rest === 0) uploaded.set(group, event.at);
    }
  }
  return uploaded;
}
