import { createHash } from 'node:crypto';
import { sealName } from '../../counter/lists/list-seal.ts';
import { limits } from '../../counter/limits.ts';
import { reportCells, reportColumns, reportFileName } from '../../counter/outage/report-columns.ts';
import { ok, type Result } from '../../counter/result.ts';
import { kolkataDate } from '../../counter/time.ts';
import type { Journal } from '../../db/journal.ts';
import { journalHead, signList } from '../../db/sign-list.ts';
import type { MadeList } from '../contract/list-schemas.ts';
import type { OutageReportView } from '../contract/outage-schemas.ts';
import { type DocumentsFolder, documentsFolderOf } from './documents-folder.ts';
import { csv as csvLines } from './list-file.ts';
import { a4Heading } from './list-paper.ts';
import { issuerOf } from './paper-maker.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

/** File, then seal, then paper: as with every list, it counts from its seal on. Each call makes files of its own. */
export async function makeReportFiles(
  context: ServiceContext,
  journal: Journal,
  report: OutageReportView,
): Promise<Result<MadeList, Refusal>> {
  const folder = documentsFolderOf(context.config);
  const name = freeName(folder, journal, report);
  if (name === null) return refuse('LISTS_TOO_MANY', { max: limits.listsPerDateMax, folder: folder.path });
  const csv = `${name}.csv`;
  const bytes = csvOf(report);
  const head = journalHead(journal);
  const rows = report.days.length;
  const sumPaise = report.total.takingsPaise;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const seal = signList(journal, { file: csv, sha256, rows, sumPaise, at: report.at }, head);
  try {
    await folder.put(csv, bytes);
    await folder.put(sealName(csv), `${JSON.stringify(seal, null, 2)}\n`);
  } catch (error) {
    context.log.incident('outage-report', 'the report of an outage could not be written', error);
    return refuse('DOCUMENTS_FOLDER_UNWRITABLE', { folder: folder.path });
  }
  const pdf = await drawReport(context, journal, report, { head, signature: seal.signature, folder, name });
  return ok({ folder: folder.path, csv, seal: sealName(csv), ...pdf, rows, sumPaise });
}

function freeName(
  folder: DocumentsFolder,
  { counter, office }: Journal,
  { name, at }: OutageReportView,
): string | null {
  const place = { counter, office, madeOn: kolkataDate(at) };
  for (let number = 1; number <= limits.listsPerDateMax; number += 1) {
    const file = reportFileName(name, place, number);
    if (!folder.has(`${file}.csv`)) return file;
  }
  return null;
}

function csvOf({ name, days }: OutageReportView): Buffer {
  return csvLines([reportColumns, ...days.map((day) => reportCells(name, day))], 'with-mark');
}

async function drawReport(
  { a4, config, log }: ServiceContext,
  journal: Journal,
  { name: outage, at: madeAt, ...report }: OutageReportView,
  made: {
    readonly head: ReturnType<typeof journalHead>;
    readonly signature: string;
    readonly folder: DocumentsFolder;
    readonly name: string;
  },
): Promise<Pick<MadeList, 'pdf' | 'noPdf'>> {
  if (report.days.length > limits.a4RowsMax) return { pdf: null, noPdf: 'too-large' };
  const { head, signature } = made;
  const heading = a4Heading({ config, issuer: issuerOf(journal) });
  const sheet = { heading, outage, madeAt, head, signature };
  const drawn = await a4.draw({ kind: 'outage-report', ...sheet, ...report });
  if (!drawn.ok) return { pdf: null, noPdf: drawn.error };
  const pdf = `${made.name}.pdf`;
  try {
    await made.folder.put(pdf, drawn.value);
    return { pdf, noPdf: null };
  } catch (error) {
    log.incident('outage-report', 'an A4 paper could not be written', error);
    return { pdf: null, noPdf: 'failed' };
  }
}
