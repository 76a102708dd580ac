import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../counter/limits.ts';
import type { Clock } from '../../counter/time.ts';
import type { After } from '../../headend/answer-wait.ts';
import type { HeadEndClient } from '../../headend/client.ts';
import { notOver, takesPlaceOf } from '../../headend/notices.ts';
import { readJson } from '../../headend/read-json.ts';
import { signedNoticesSchema, type NoticeList, type SignedText } from '../../headend/schemas.ts';
import { checkNotices, type NoticePorts } from '../../headend/signed-texts.ts';
import type { Link } from '../../headend/uploader-state.ts';
import type { NoticeView } from '../contract/view-schemas.ts';
import type { Log } from './log.ts';
import { writeWhole } from './write-whole.ts';

const fileName = 'notices.json';

/**
 * What the head end made known: asked for when it begins to answer and from time to time, kept in the data
 * folder as it was signed, so that a declared outage is still on screen while it lasts.
 */
export interface NoticeDesk {
  readonly shown: readonly NoticeView[];
  /** The uploader's last word about the head end. */
  follow(link: Link): void;
  stop(): void;
}

export interface NoticeDeskPorts extends NoticePorts {
  readonly client: Pick<HeadEndClient, 'notices'>;
  readonly folder: string;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly after: After;
  readonly log: Log;
  readonly onChange: () => void;
}

/** Reads what was kept, and believes it only as far as the head end's signature goes. */
export async function openNoticeDesk(ports: NoticeDeskPorts): Promise<NoticeDesk> {
  const { client, clock, after, log } = ports;
  const path = join(ports.folder, fileName);
  let list = await readKept(ports, path);
  let state: 'away' | 'reading' | 'waiting' | 'stopped' = 'away';
  let cancelNext = () => {};

  async function read(): Promise<void> {
    state = 'reading';
    const verdict = await client.notices();
    if (verdict.kind === 'answered') await take(verdict.value.list, verdict.value.signed);
    else log.note('no notices', { why: verdict.kind === 'refused' ? verdict.problem.type : verdict.reason });
    // The head end may have gone away, or this desk closed, while it was being asked.
    if (state !== 'reading') return;
    state = 'waiting';
    cancelNext = after(ports.everyMs, () => void read());
  }

  async function take(fresh: NoticeList, signed: SignedText): Promise<void> {
    if (state === 'stopped' || fresh.at === list?.at) return;
    if (!takesPlaceOf(list, fresh, clock.wallMs())) {
      log.note('a list of notices was left out: older than the one kept, or from the future', {
        at: fresh.at,
      });
      return;
    }
    list = fresh;
    ports.onChange();
    await writeWhole(path, JSON.stringify(signed)).catch((error: unknown) =>
      log.note('the notices cannot be kept', { detail: String(error) }),
    );
  }

  return {
    get shown() {
      return list === null ? [] : notOver(list.notices, clock.wallMs()).map(viewOf);
    },
    follow: (link) => {
      if (link === 'answering' && state === 'away') void read();
      if (link === 'answering' || state === 'stopped') return;
      cancelNext();
      state = 'away';
    },
    stop: () => {
      cancelNext();
      state = 'stopped';
    },
  };
}

async function readKept(ports: NoticeDeskPorts, path: string): Promise<NoticeList | null> {
  try {
    if (statSync(path).size > limits.responseBytesMax) return null;
    const kept = signedNoticesSchema.safeParse(readJson(readFileSync(path)));
    const checked = kept.success ? await checkNotices(ports, kept.data) : null;
    return checked?.ok === true ? checked.value : null;
  } catch {
    return null;
  }
}

function viewOf({ id, kind, from, until, text }: NoticeList['notices'][number]): NoticeView {
  return { id, kind: kind === 'outage' || kind === 'disconnection' ? kind : 'message', from, until, text };
}
