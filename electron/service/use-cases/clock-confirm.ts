import { clockMovedDraft } from '../../../counter/journal/clock-moved-draft.ts';
import { limits } from '../../../counter/limits.ts';
import { isSupervisor } from '../../../counter/people/person-draft.ts';
import { assert, ok } from '../../../counter/result.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { clockStanding, offHeadEndMs } from '../../../db/clock.ts';
import { currentDay } from '../../../db/day-reads.ts';
import { recordedBefore } from '../recorded-before.ts';
import { refuse } from '../refusal.ts';
import { provePerson } from '../session.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/**
 * A supervisor looked at the time and says that it is right: it becomes the new reference, on record.
 * It may be the one who sits here, for the screen asked one person, not two. Works only while the
 * clock is in doubt, so that nobody gives the journal a time of their liking.
 */
export const clockConfirm: UseCase<'clock.confirm'> = async (context, { uid, shownAt, approver }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const before = recordedBefore(journal.db, uid, 'clock moved');
  if (!before.ok) return before;
  if (before.value !== null) return ok({ at: before.value.at });
  if (clockStanding(journal) === 'trusted') return ok({ at: context.clock.wallMs() });
  const proved = await provePerson(context.session, journal, context.clock, approver);
  if (!proved.ok) return proved;
  if (!isSupervisor(proved.value.role)) return refuse('APPROVER_NOT_PERMITTED');
  // What was confirmed must still be what the clock says: it may have moved again on the screen.
  context.changed();
  if (Math.abs(context.clock.wallMs() - shownAt) > limits.clockBackwardToleranceMs)
    return refuse('CLOCK_JUMPED');
  const draft = clockMovedDraft({
    uid,
    day: currentDay(journal.db),
    operator: actor.person,
    approver: proved.value.person,
    headEndOffMs: offHeadEndMs(journal),
  });
  const appended = await context.keeper.append(draft);
  if (!appended.ok) return appended;
  context.headEnd.noteNewEntry();
  const entry = readBody(appended.value.entry.body);
  assert(entry !== null, 'the body just written can be read');
  return ok({ at: entry.at });
};
