import { join } from 'node:path';
import { limits } from '../../../counter/limits.ts';
import { ok } from '../../../counter/result.ts';
import { kolkataDate } from '../../../counter/time.ts';
import { letterFileName } from '../../../counter/exception/letter.ts';
import { documentsFolder } from '../documents-folder.ts';
import { exceptionLetter } from '../exception-letter.ts';
import { refuse } from '../refusal.ts';
import { chainOfReceipt } from '../settle-exception.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** A letter that the consumer takes home: an A4 paper in the folder of documents, each time a file of its own. */
export const exceptionsLetter: UseCase<'exceptions.letter'> = async (context, { receiptNumber }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal, actor } = desk.value;
  const { config, log, a4, clock } = context;
  const chain = chainOfReceipt(journal.db, receiptNumber);
  if (!chain.ok) return chain;
  const folder = documentsFolder(config.documentsFolder ?? join(config.dataFolder, 'documents'));
  const drawn = await a4.draw(exceptionLetter(context, journal, chain.value, actor.person));
  if (!drawn.ok) return ok({ folder: folder.path, pdf: null, noPdf: drawn.error });
  const made = kolkataDate(clock.wallMs());
  const name = letterFileName(chain.value.recharge.receiptNumber, made, (taken) => folder.has(taken));
  if (name === null) return refuse('LISTS_TOO_MANY', { max: limits.lettersPerDateMax, folder: folder.path });
  try {
    await folder.put(name, drawn.value);
  } catch (error) {
    log.incident('letter', 'a letter could not be written', error);
    return refuse('DOCUMENTS_FOLDER_UNWRITABLE', { folder: folder.path });
  }
  return ok({ folder: folder.path, pdf: name, noPdf: null });
};
