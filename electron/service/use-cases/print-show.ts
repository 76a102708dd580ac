import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

export const printShow: UseCase<'print.show'> = async (context, { job }) => {
  const desk = atDesk(context);
  return desk.ok ? context.paper.show(job) : desk;
};
