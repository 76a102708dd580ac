import { createHash } from 'node:crypto';
import { sealName } from '../../counter/lists/list-seal.ts';
import { limits } from '../../counter/limits.ts';
import { ok, type Result } from '../../counter/result.ts';
import type { Journal } from '../../db/journal.ts';
import { type JournalHead, signList } from '../../db/sign-list.ts';
import type { A4Document } from '../contract/a4-schemas.ts';
import type { MadeList } from '../contract/list-schemas.ts';
import { type DocumentsFolder, documentsFolderOf } from './documents-folder.ts';
import { a4Heading } from './list-paper.ts';
import { issuerOf } from './paper-maker.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

/** What stands on every sheet of a report's paper, beside the name of the outage. */
export type SheetFacts = Pick<A4Document, 'heading' | 'madeAt' | 'head' | 'signature'>;

/** A report as its file and its paper are made of it. */
export interface ReportToSign {
  /** Name of the files without their ending; the second report of a name has the number 2. */
  readonly fileName: (number: number) => string;
  readonly csv: Buffer;
  /** Lines of the file without its heading. */
  readonly rows: number;
  readonly sumPaise: number;
  readonly at: number;
  /** The entry of the journal up to which the report tells. */
  readonly head: JournalHead;
  /** Null where it is too long for a paper. */
  readonly paper: (sheet: SheetFacts) => A4Document | null;
}

/** File, then seal, then paper: as with every list, it counts from its seal on. Each call makes files of its own. */
export async function makeSignedReport(
  context: ServiceContext,
  journal: Journal,
  report: ReportToSign,
): Promise<Result<MadeList, Refusal>> {
  const folder = documentsFolderOf(context.config);
  const name = freeName(folder, report);
  if (name === null) return refuse('LISTS_TOO_MANY', { max: limits.listsPerDateMax, folder: folder.path });
  const csv = `${name}.csv`;
  const { rows, sumPaise, at, head } = report;
  const sha256 = createHash('sha256').update(report.csv).digest('hex');
  const seal = signList(journal, { file: csv, sha256, rows, sumPaise, at }, head);
  try {
    await folder.put(csv, report.csv);
    await folder.put(sealName(csv), `${JSON.stringify(seal, null, 2)}\n`);
  } catch (error) {
    context.log.incident('signed-report', 'a report could not be written', error);
    return refuse('DOCUMENTS_FOLDER_UNWRITABLE', { folder: folder.path });
  }
  const heading = a4Heading({ config: context.config, issuer: issuerOf(journal) });
  const paper = report.paper({ heading, madeAt: at, head, signature: seal.signature });
  const pdf = await drawPaper(context, folder, `${name}.pdf`, paper);
  return ok({ folder: folder.path, csv, seal: sealName(csv), ...pdf, rows, sumPaise });
}

function freeName(folder: DocumentsFolder, { fileName }: ReportToSign): string | null {
  for (let number = 1; number <= limits.listsPerDateMax; number += 1) {
    const name = fileName(number);
    if (!folder.has(`${name}.csv`)) return name;
  }
  return null;
}

async function drawPaper(
  { a4, log }: ServiceContext,
  folder: DocumentsFolder,
  pdf: string,
  paper: A4Document | null,
): Promise<Pick<MadeList, 'pdf' | 'noPdf'>> {
  if (paper === null) return { pdf: null, noPdf: 'too-large' };
  const drawn = await a4.draw(paper);
  if (!drawn.ok) return { pdf: null, noPdf: drawn.error };
  try {
    await folder.put(pdf, drawn.value);
    return { pdf, noPdf: null };
  } catch (error) {
    log.incident('signed-report', 'an A4 paper could not be written', error);
    return { pdf: null, noPdf: 'failed' };
  }
}
