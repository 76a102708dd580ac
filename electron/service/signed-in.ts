import { ok, type Result } from '../../counter/result.ts';
import type { Journal } from '../../db/journal.ts';
import { currentDay, openShifts, type DayRow, type ShiftRow } from '../../db/day-reads.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';
import type { SignedIn } from './session.ts';

/** Who acts, in which journal. */
export interface Desk {
  readonly journal: Journal;
  readonly actor: SignedIn;
}

export interface OpenDay extends Desk {
  readonly day: DayRow & { readonly uid: string };
}

export interface OpenDrawer extends OpenDay {
  readonly shift: ShiftRow;
}

export function atDesk(context: ServiceContext): Result<Desk, Refusal> {
  const journal = context.keeper.use();
  if (!journal.ok) return journal;
  const actor = context.session.current;
  return actor === null ? refuse('NOT_SIGNED_IN') : ok({ journal: journal.value, actor });
}

export function inOpenDay(context: ServiceContext): Result<OpenDay, Refusal> {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const day = currentDay(desk.value.journal.db);
  return day === null ? refuse('DAY_NOT_OPEN') : ok({ ...desk.value, day: { ...day, uid: day.day } });
}

/** The actor's own drawer. Another's shift is not sold from. */
export function atOpenDrawer(context: ServiceContext): Result<OpenDrawer, Refusal> {
  const open = inOpenDay(context);
  if (!open.ok) return open;
  const shift = openShifts(open.value.journal.db).find(({ cashier }) => cashier === open.value.actor.person);
  return shift === undefined ? refuse('SHIFT_NOT_OPEN') : ok({ ...open.value, shift });
}
