import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const printGiveUp: UseCase<'print.giveUp'> = async (context, { job }) => {
  const desk = atDesk(context);
  return desk.ok ? context.paper.giveUp(job) : desk;
};
