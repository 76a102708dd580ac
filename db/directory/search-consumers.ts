import type { Consumer } from '../../counter/consumer/consumer.ts';
import {
  type ConsumerHit,
  type MatchRange,
  mobileOf,
  parseSearch,
  type SearchQuery,
} from '../../counter/consumer/search-query.ts';
import {
  compareRanked,
  markNumber,
  type RankedHit,
  rankByWords,
  type TypedWord,
  typedWord,
} from '../../counter/consumer/search-rank.ts';
import { limits } from '../../counter/limits.ts';
import { assert, assertNever } from '../../counter/result.ts';
import { consumerOfRow, type ConsumerRow, reversed } from './directory-schema.ts';
import type { Directory } from './open-directory.ts';

/** Best match first. Empty when nothing fits, or when the text is empty or past its limit. */
export function searchConsumers(
  directory: Directory,
  text: string,
  { limit = limits.searchResultsMax }: { limit?: number } = {},
): ConsumerHit[] {
  assert(limit >= 1 && limit <= limits.searchResultsMax, `limit of a search: ${limit}`);
  const query = parseSearch(text);
  switch (query.kind) {
    case 'nothing':
    case 'too-long':
      return [];
    case 'number':
      return byNumber(directory, query.digits, limit);
    case 'meter':
      return byMeter(directory, query.meter, limit);
    case 'words':
      return byWords(directory, query.words, limit);
    case 'words-and-numbers':
      return byWordsAndNumbers(directory, query, limit);
    default:
      return assertNever(query);
  }
}

/** Shorter pieces of a number say too little. */
const tailDigitsMin = 4;
const mobileDigitsMin = 4;
/** From here on a number is being typed from its head; shorter ones are mostly the last digits of a meter. */
const headDigitsMin = 7;

/** Whole numbers first; then heads and tails, none of which may crowd out the others. */
function byNumber(directory: Directory, digits: string, limit: number): ConsumerHit[] {
  const { statements } = directory;
  const whole = wholeNumbers(directory, digits, limit);
  const consumers = statements.consumerRange.all(...headRange(digits), limit);
  const meters = statements.meterRange.all(...headRange(digits), limit);
  const mobiles =
    digits.length < mobileDigitsMin
      ? []
      : statements.mobileRange.all(...headRange(mobileHead(digits)), limit);
  const tails = meterTails(directory, digits, limit);
  const parts =
    digits.length < headDigitsMin ? [tails, consumers, mobiles, meters] : [consumers, meters, mobiles, tails];
  const share = Math.ceil(limit / 2);
  const ordered = [
    ...whole,
    ...parts.flatMap((part) => part.slice(0, share)),
    ...parts.flatMap((part) => part.slice(share)),
  ];
  return distinct(ordered.map(consumerOfRow), limit).map((consumer) => ({
    consumer,
    matches: markNumber(consumer, digits),
  }));
}

function wholeNumbers(directory: Directory, digits: string, limit: number): ConsumerRow[] {
  const { byConsumer, byMeter: byWholeMeter, byMobile } = directory.statements;
  const consumer = byConsumer.get(digits);
  const mobile = mobileOf(digits);
  return [
    ...(consumer === undefined ? [] : [consumer]),
    ...byWholeMeter.all(digits, limit),
    ...(mobile === null ? [] : byMobile.all(mobile, limit)),
  ];
}

function meterTails(directory: Directory, digits: string, count: number): ConsumerRow[] {
  return digits.length < tailDigitsMin
    ? []
    : directory.statements.meterTailRange.all(...headRange(reversed(digits)), count);
}

function byMeter(directory: Directory, meter: string, limit: number): ConsumerHit[] {
  const hits = meterHits(directory, meter, limit);
  if (hits.length > 0) return hits;
  // `gali12` and `ram5678` look like a meter number and are none.
  const letters = meter.replace(/\d/gu, '');
  return searchConsumers(directory, `${letters} ${meter.slice(letters.length)}`, { limit });
}

function meterHits(directory: Directory, meter: string, limit: number): ConsumerHit[] {
  return directory.statements.meterRange.all(...headRange(meter), limit).map((row) => ({
    consumer: consumerOfRow(row),
    matches: [{ field: 'meter', start: 0, length: meter.length }],
  }));
}

/**
 * Whole words of the name, then heads of words of the name, then words of the relative and the
 * place as well: the next step is taken only while there is room for more hits.
 */
function byWords(directory: Directory, words: readonly string[], limit: number): ConsumerHit[] {
  const typed = typedWords(directory, words);
  if (typed.length === 0) return [];
  const hits: ConsumerHit[] = [];
  for (const match of matchesByStep(typed)) {
    const rows = directory.statements.byWords.all(match, limits.searchCandidatesMax);
    const ranked = rankRows(directory, rows, typed).toSorted(compareRanked);
    hits.push(...ranked.map((it) => it.hit));
    if (new Set(hits.map((hit) => hit.consumer.consumer)).size >= limit) break;
  }
  return distinctHits(hits, limit);
}

function typedWords(directory: Directory, words: readonly string[]): TypedWord[] {
  return words.map((word) => typedWord(word, directory.keyOf)).filter((word) => word.key !== '');
}

function rankRows(
  directory: Directory,
  rows: Iterable<ConsumerRow>,
  typed: readonly TypedWord[],
): RankedHit[] {
  const ranked: RankedHit[] = [];
  for (const row of rows) {
    const hit = rankByWords(consumerOfRow(row), typed, directory.keyOf);
    if (hit !== null) ranked.push(hit);
  }
  return ranked;
}

/** Query texts of FTS5. Only keys get into them, and keys hold nothing but letters and digits. */
function matchesByStep(typed: readonly TypedWord[]): string[] {
  const whole = typed.map((word) => quoted(word.key)).join(' AND ');
  const heads = typed
    .map((word) => `(${word.prefixes.map((prefix) => `${quoted(prefix)} *`).join(' OR ')})`)
    .join(' AND ');
  return [`name : (${whole})`, `name : (${heads})`, heads];
}

function quoted(key: string): string {
  assert(/^[a-z0-9]+$/u.test(key), 'a key of a word holds only letters and digits');
  return `"${key}"`;
}

/** Goes by the number, which few consumers share, and keeps those with the name. */
function byWordsAndNumbers(
  directory: Directory,
  query: Extract<SearchQuery, { kind: 'words-and-numbers' }>,
  limit: number,
): ConsumerHit[] {
  const { words, numbers, meter } = query;
  const typed = typedWords(directory, words);
  const [first = '', ...others] = numbers;
  const rows = [
    ...wholeNumbers(directory, first, limit),
    ...meterTails(directory, first, limits.searchTailCandidatesMax),
  ];
  const ranked = rankRows(directory, rows, typed).flatMap((it) => withNumbers(it, first, others));
  const hits = [
    ...(meter === null ? [] : meterHits(directory, meter, limit)),
    ...ranked.toSorted(compareRanked).map((it) => it.hit),
  ];
  // A number that is no meter's may be a house or a ward.
  return hits.length > 0 ? distinctHits(hits, limit) : byWords(directory, [...words, ...numbers], limit);
}

function withNumbers(it: RankedHit, first: string, others: readonly string[]): RankedHit[] {
  const { consumer, matches } = it.hit;
  const marks: MatchRange[] = markNumber(consumer, first);
  for (const other of others) {
    const found = markNumber(consumer, other);
    if (found.length === 0) return [];
    marks.push(...found);
  }
  return [{ hit: { consumer, matches: [...matches, ...marks] }, score: it.score }];
}

/** All texts that begin with `head`: `~` sorts after every digit and letter of a number. */
function headRange(head: string): [from: string, before: string] {
  return [head, `${head}~`];
}

/** `+91 98350…` while it is being typed. */
function mobileHead(digits: string): string {
  return digits.length > 10 ? (mobileOf(digits) ?? digits) : digits;
}

function distinct(consumers: readonly Consumer[], limit: number): Consumer[] {
  return [...new Map(consumers.map((it) => [it.consumer, it])).values()].slice(0, limit);
}

function distinctHits(hits: readonly ConsumerHit[], limit: number): ConsumerHit[] {
  const first = new Map<string, ConsumerHit>();
  for (const hit of hits) if (!first.has(hit.consumer.consumer)) first.set(hit.consumer.consumer, hit);
  return [...first.values()].slice(0, limit);
}
