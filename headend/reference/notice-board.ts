import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { canonicalJson } from '../../counter/journal/canonical.ts';
import { limits } from '../../counter/limits.ts';
import { readJson } from '../read-json.ts';
import { noticeSchema, type Notice, type NoticeList, type SignedText } from '../schemas.ts';
import { isSoundSpan, noticesHash } from '../signed-texts.ts';
import type { CorePorts } from './core.ts';

/** What the head end wants its counters to know: one signed list for all of them. */
export interface NoticeBoard {
  signed(): SignedText;
  /** In place of all before; durable where there is a folder. */
  set(notices: readonly Notice[]): Promise<NoticeList>;
}

/** What an officer may put up. */
export const noticesChangeSchema = z.strictObject({
  notices: z
    .array(noticeSchema.strict().refine(isSoundSpan, 'ends before it begins, or more than a year after'))
    .max(limits.noticesMax)
    .refine((notices) => new Set(notices.map(({ id }) => id)).size === notices.length, 'an id stands twice'),
});

const keptSchema = z.object({ at: z.int().min(0), notices: z.array(noticeSchema) });

/** `file` keeps the list over a restart; null for in memory. */
export function createNoticeBoard(core: CorePorts, file: string | null): NoticeBoard {
  const kept = file === null ? null : readKept(file);
  let list = listOf(kept?.at ?? 0, kept?.notices ?? []);
  let signed = sign();

  function listOf(at: number, notices: readonly Notice[]): NoticeList {
    return { v: 1, serverId: core.serverId, at, notices: [...notices] };
  }

  function sign(): SignedText {
    const text = canonicalJson({
      ...list,
      notices: list.notices.map((one) => ({ ...one, text: { ...one.text } })),
    });
    return { text, signature: core.sign(noticesHash(core.sha256, text)) };
  }

  return {
    signed: () => signed,
    set: async (notices) => {
      // Also where this clock was set back: a counter takes the newest list.
      list = listOf(Math.max(core.wallMs(), list.at + 1), notices);
      if (file !== null) {
        await writeFile(`${file}.new`, JSON.stringify(list), { mode: 0o600 });
        await rename(`${file}.new`, file);
      }
      signed = sign();
      return list;
    },
  };
}

function readKept(file: string): z.infer<typeof keptSchema> | null {
  try {
    return keptSchema.parse(readJson(readFileSync(file)));
  } catch {
    return null;
  }
}
