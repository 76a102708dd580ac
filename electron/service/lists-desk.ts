import { listFileName, paperFileName } from '../../counter/lists/list-names.ts';
import { readSeal, sealName } from '../../counter/lists/list-seal.ts';
import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { type Clock, kolkataDate } from '../../counter/time.ts';
import type { Journal } from '../../db/journal.ts';
import { signList } from '../../db/sign-list.ts';
import type { A4Fault } from '../contract/a4-schemas.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { ListPreview, MadeListInParts } from '../contract/list-schemas.ts';
import type { A4Port } from './a4-port.ts';
import type { DirectoryDesk } from './directory-loop.ts';
import { type DocumentsFolder, documentsFolderOf } from './documents-folder.ts';
import { gatherList, type GatheredList, type WantedList } from './gather-list.ts';
import { listFile } from './list-file.ts';
import { listPapers } from './list-paper.ts';
import { listPreviewOf } from './list-preview.ts';
import type { Log } from './log.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { issuerOf } from './paper-maker.ts';
import { refuse, type Refusal } from './refusal.ts';

/** Makes the lists that are given out of this counter, as signed files and A4 papers, one after another. */
export interface ListsDesk {
  preview(journal: Journal, wanted: WantedList): Promise<ListPreview>;
  make(journal: Journal, wanted: WantedList): Promise<Result<MadeListInParts, Refusal>>;
  /** When a list was last made here; null for never. */
  lastMadeAt(): Promise<number | null>;
  /** Nothing new is begun, and no paper is waited for any more. */
  stop(): Promise<void>;
}

export interface ListsPorts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly a4: Pick<A4Port, 'draw'>;
  readonly directory: Pick<DirectoryDesk, 'findAll' | 'summary'>;
}

export function listsDesk(ports: ListsPorts): ListsDesk {
  const { config, clock, directory } = ports;
  const folder = documentsFolderOf(config);
  const turns = oneAtATime();
  let giveUp: () => void = () => undefined;
  const stopping = new Promise<Result<never, A4Fault>>((resolve) => {
    giveUp = () => resolve(err('no-window'));
  });
  const gather = (journal: Journal, wanted: WantedList): Promise<GatheredList> =>
    gatherList({ journal, clock, findAll: (consumers) => directory.findAll(consumers) }, wanted);

  return {
    preview: async (journal, wanted) => {
      const list = await gather(journal, wanted);
      return listPreviewOf(list, { at: clock.wallMs(), directoryAt: directoryAt(directory) });
    },
    make: (journal, wanted) =>
      turns.run(async () =>
        makeFiles({ ...ports, folder, stopping }, journal, await gather(journal, wanted)),
      ),
    lastMadeAt: () => lastMadeAt(folder),
    stop: async () => {
      giveUp();
      await turns.idle();
    },
  };
}

/** When the head end made the consumer list; null where there is none. */
function directoryAt(directory: ListsPorts['directory']): number | null {
  return directory.summary()?.generatedAt ?? null;
}

interface MakePorts extends ListsPorts {
  readonly folder: DocumentsFolder;
  /** Resolves when no paper is to be waited for. */
  readonly stopping: Promise<Result<never, A4Fault>>;
}

/** File, then seal, then paper: a list counts from its seal on, and a paper that fails takes nothing away. */
async function makeFiles(
  ports: MakePorts,
  journal: Journal,
  list: GatheredList,
): Promise<Result<MadeListInParts, Refusal>> {
  const { folder, clock, config, log } = ports;
  const madeAt = clock.wallMs();
  const { counter, office } = journal;
  const place = { counter, office, madeOn: kolkataDate(madeAt) };
  const name = freeName(folder, (number) => listFileName(list.scope, place, number));
  if (name === null) return refuse('LISTS_TOO_MANY', { max: limits.listsPerDateMax, folder: folder.path });
  const csv = `${name}.csv`;
  const file = await listFile(list, madeAt);
  const facts = {
    file: csv,
    sha256: file.sha256,
    rows: list.rows.length,
    sumPaise: list.paidPaise,
    at: madeAt,
  };
  const seal = signList(journal, facts, list.head);
  try {
    await folder.put(csv, file.bytes);
    await folder.put(sealName(csv), `${JSON.stringify(seal, null, 2)}\n`);
  } catch (error) {
    log.incident('lists', 'a list could not be written', error);
    return refuse('DOCUMENTS_FOLDER_UNWRITABLE', { folder: folder.path });
  }
  const issuer = issuerOf(journal);
  const sources = {
    config,
    issuer,
    madeAt,
    directoryAt: directoryAt(ports.directory),
    signature: seal.signature,
  };
  const { pdfs, noPdf } = await drawPapers(ports, list, sources, name);
  const [pdf = null, ...morePdfs] = pdfs;
  log.note('a list was made', { csv, rows: facts.rows, papers: pdfs.length, noPdf });
  const { rows, sumPaise } = facts;
  return ok({ folder: folder.path, csv, seal: sealName(csv), pdf, morePdfs, noPdf, rows, sumPaise });
}

function freeName(folder: DocumentsFolder, nameOf: (number: number) => string): string | null {
  for (let number = 1; number <= limits.listsPerDateMax; number += 1) {
    const name = nameOf(number);
    if (!folder.has(`${name}.csv`)) return name;
  }
  return null;
}

interface Papers {
  /** Names of the files that were put there. */
  readonly pdfs: readonly string[];
  /** Why there are not all of them; null where they are. */
  readonly noPdf: A4Fault | null;
}

async function drawPapers(
  { a4, folder, log, stopping }: MakePorts,
  list: GatheredList,
  sources: Parameters<typeof listPapers>[1],
  name: string,
): Promise<Papers> {
  const papers = listPapers(list, sources);
  if (!papers.ok) return { pdfs: [], noPdf: papers.error };
  const pdfs: string[] = [];
  for (const [index, paper] of papers.value.entries()) {
    const drawn = await Promise.race([a4.draw(paper), stopping]);
    if (!drawn.ok) return { pdfs, noPdf: drawn.error };
    const pdf = paperFileName(name, index + 1, papers.value.length);
    try {
      await folder.put(pdf, drawn.value);
    } catch (error) {
      log.incident('lists', 'an A4 paper could not be written', error);
      return { pdfs, noPdf: 'failed' };
    }
    pdfs.push(pdf);
  }
  return { pdfs, noPdf: null };
}

/** By the seals that lie there: what was moved away is made anew, which is what its owner expects. */
async function lastMadeAt(folder: DocumentsFolder): Promise<number | null> {
  const names = (await folder.names()).filter(
    (name) => name.startsWith('DND_') && name.endsWith('.sig.json'),
  );
  const seals = await Promise.all(names.map(async (name) => readSeal(await folder.read(name))));
  const times = seals.filter((seal) => seal !== null).map(({ at }) => at);
  return times.length === 0 ? null : Math.max(...times);
}
