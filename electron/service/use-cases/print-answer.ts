import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const printAnswer: UseCase<'print.answer'> = async (context, { job, onPaper }) => {
  const desk = atDesk(context);
  return desk.ok ? context.paper.answer(job, onPaper, desk.value.actor.person) : desk;
};
