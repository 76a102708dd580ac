import { limits } from '../../counter/limits.ts';
import {
  attach,
  attachAgain,
  copyNext,
  MirrorDisagreement,
  type MirrorCursor,
  type MirrorOptions,
  type MirrorPosition,
} from './writer.ts';

/**
 * The second copy of one open journal. Its writes run in the thread pool with a deadline, so a dead
 * device costs a sale two seconds once, and the sales behind it nothing.
 */
export interface Mirror {
  readonly options: MirrorOptions;
  /** Name of the file that was written last. */
  file: string;
  /** Null until the folder could be read. */
  position: MirrorPosition | null;
  /** The one write that is under way. */
  running: Promise<CopyResult> | null;
  /** A write that ran past its deadline and has not come back: nothing is begun beside it. */
  stuck: Promise<void> | null;
  /** File and reason of the last failure; null while all is well. */
  failure: MirrorFailure | null;
}

export interface MirrorFailure {
  readonly file: string;
  readonly detail: string;
  /** A device may come back; a disagreement stands until the next opening. */
  readonly kind: 'device' | 'disagreement' | 'closed';
}

export type CopyResult = 'written' | 'failed';
export type Attachment =
  | { readonly kind: 'attached' }
  | { readonly kind: 'longer'; readonly cursor: MirrorCursor }
  | { readonly kind: 'disagrees'; readonly detail: string }
  | { readonly kind: 'absent' };

export function newMirror(options: MirrorOptions): Mirror {
  return { options, file: '', position: null, running: null, stuck: null, failure: null };
}

/** Reads where the second copy ends. A missing or unreadable folder is no fault: the counter sells on. */
export async function attachMirror(mirror: Mirror): Promise<Attachment> {
  let longer: MirrorCursor | null = null;
  const result = await run(mirror, async () => {
    const found = await attach(mirror.options);
    if (found.longer) longer = found.cursor;
    return found;
  });
  if (longer !== null) {
    mirror.position = null;
    return { kind: 'longer', cursor: longer };
  }
  if (result === 'written') return { kind: 'attached' };
  const { failure } = mirror;
  return failure?.kind === 'disagreement'
    ? { kind: 'disagrees', detail: failure.detail }
    : { kind: 'absent' };
}

/**
 * Resolves `two` when entry and answer are flushed in the second copy, `single` when they are not and
 * waiting would not help. Writes that meet share one flush.
 */
export async function copyThrough(mirror: Mirror, seq: number, answer: number): Promise<'two' | 'single'> {
  for (;;) {
    const cursor = mirror.position?.cursor ?? null;
    if (cursor !== null && cursor.seq >= seq && cursor.answer >= answer) return 'two';
    if (mirror.stuck !== null || isFinalFailure(mirror.failure)) return 'single';
    if (cursor !== null && seq - cursor.seq > limits.mirrorBacklogEntriesMax) {
      void copyBehind(mirror, seq);
      return 'single';
    }
    if ((await step(mirror)) === 'failed') return 'single';
  }
}

/**
 * Goes back to `cursor`: everything behind it is copied again, into new files, because what the folder holds
 * of it was found wanting. Call it when nobody sells; until it has caught up, a sale may be a single copy.
 */
export async function copyAgainFrom(mirror: Mirror, cursor: MirrorCursor): Promise<void> {
  while (mirror.running !== null) await mirror.running;
  const { position } = mirror;
  if (position === null || position.cursor.seq < cursor.seq) return;
  mirror.position = { cursor, file: null };
  await position.file?.handle.close();
}

function isFinalFailure(failure: MirrorFailure | null): boolean {
  return failure !== null && failure.kind !== 'device';
}

/** Catches up while the counter sells on. */
async function copyBehind(mirror: Mirror, seq: number): Promise<void> {
  if (mirror.running !== null) return;
  while ((mirror.position?.cursor.seq ?? seq) < seq && (await step(mirror)) === 'written');
}

export async function closeMirror(mirror: Mirror): Promise<void> {
  await mirror.running;
  const { position } = mirror;
  mirror.position = null;
  mirror.failure = { file: '', detail: 'closed', kind: 'closed' };
  if (mirror.stuck === null) await position?.file?.handle.close();
}

async function whereToGoOn({ failure, options, position }: Mirror): Promise<MirrorPosition> {
  if (position === null) return attach(options);
  return failure === null ? position : attachAgain(options, position.cursor);
}

function step(mirror: Mirror): Promise<CopyResult> {
  mirror.running ??= run(mirror, async () => {
    const from = await whereToGoOn(mirror);
    return copyNext(mirror.options, from, (file) => {
      mirror.file = file;
    });
  }).finally(() => {
    mirror.running = null;
  });
  return mirror.running;
}

/** Takes over the new position, or gives the file up: after a failed flush nobody knows what it holds. */
async function run(mirror: Mirror, work: () => Promise<MirrorPosition>): Promise<CopyResult> {
  const before = mirror.position;
  const working = work();
  const late = Symbol('late');
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, limits.mirrorDeadlineMs, late);
  });
  try {
    const done = await Promise.race([working, deadline]);
    if (done !== late) {
      mirror.position = done;
      mirror.failure = null;
      setImmediate(prepareNext, mirror);
      return 'written';
    }
    mirror.stuck = working
      .then((position) => position.file?.handle.close())
      .catch(() => undefined)
      .then(() => {
        mirror.stuck = null;
      });
    giveUp(mirror, before, { detail: `no answer in ${limits.mirrorDeadlineMs} ms`, kind: 'device' });
    return 'failed';
  } catch (error) {
    const kind = error instanceof MirrorDisagreement ? 'disagreement' : 'device';
    giveUp(mirror, before, { detail: error instanceof Error ? error.message : String(error), kind });
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}

/** After the reply: the next sale finds its cipher set up. */
function prepareNext(mirror: Mirror): void {
  mirror.position?.file?.sealer.prepare();
}

function giveUp(mirror: Mirror, before: MirrorPosition | null, failure: Omit<MirrorFailure, 'file'>): void {
  mirror.position = before === null ? null : { cursor: before.cursor, file: null };
  mirror.failure = { ...failure, file: mirror.file };
}
