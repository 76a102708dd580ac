import { ok } from '../../../counter/result.ts';
import { unsentSummary } from '../../../db/day-reads.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** The head end's answer from a stick: the same watermark and the same answers as over the wire. */
export const usbImport: UseCase<'usb.import'> = async (context, { folder }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { usb } = context.headEnd;
  if (usb === null) return refuse('NOT_ENROLLED');
  const imported = await usb.importFrom(folder);
  context.changed();
  if (!imported.ok) return imported;
  const { answers, ackedSeq } = imported.value;
  const { count, sumPaise } = unsentSummary(desk.value.journal.db);
  return ok({ answers, ackedSeq, unsent: { count, sumPaise } });
};
