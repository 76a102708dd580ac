import { misfit } from '../../../counter/journal/body-shape.ts';
import { bodyShape } from '../../../counter/journal/body-shapes.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { uuidv7, type Random } from '../../../counter/ids.ts';
import type { JournalFault } from '../../../db/fault.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import type { PrintJob } from '../../../db/print-jobs.ts';
import { locksSelling } from '../../../electron/service/journal-fault.ts';
import { createHeadEndClient, type CounterIdentity } from '../../../headend/client.ts';
import { keyIdOf } from '../../../headend/signatures.ts';
import type { HttpTransport } from '../../../headend/transport.ts';
import { createUploadDriver, type UploadDriver } from '../../../headend/upload-driver.ts';
import { defaultUploaderSettings } from '../../../headend/uploader-settings.ts';
import type { Outbox } from '../../../headend/outbox.ts';
import type { Document } from '../../../printers/document.ts';
import { printDispatch, type PrintDispatch, type SlipRecord } from '../../../printers/print-dispatch.ts';
import type { ToPrinter } from '../../../printers/printer-messages.ts';
import type { SignatureScheme, Signer } from './cheap-signer.ts';
import type { SimProcess } from './process.ts';
import { bareSlip, receiptSlip, slipOfText, textOfSlip } from './receipt-slip.ts';
import type { ActPorts, ActReply } from './service-acts.ts';
import type { SimJournal } from './sim-journal.ts';
import type { Wiring } from './wiring.ts';

/** The counter service of one PC, from its start to its end. */
export interface CounterService {
  readonly process: SimProcess;
  readonly journal: SimJournal;
  readonly acts: ActPorts;
  readonly dispatch: PrintDispatch<PrintJob>;
  readonly driver: UploadDriver;
  /** A disk that failed locks selling until the program is started anew. */
  isLocked(): boolean;
  noteFault(fault: JournalFault): void;
}

export interface ServicePorts {
  readonly process: SimProcess;
  readonly journal: SimJournal;
  readonly identity: CounterIdentity;
  readonly signer: Signer;
  readonly transport: HttpTransport;
  readonly signatures: SignatureScheme;
  readonly chance: () => number;
  readonly random: Random;
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
  readonly wiring: Wiring;
  readonly cashier: string;
  readonly spreadShare: number;
  /** To the printer process, if it runs. */
  readonly toPrinter: (message: ToPrinter) => void;
  /** Past every rule; only a mutant asks for it. */
  readonly printAtOnce: (document: Document) => void;
  /** The journal stopped: the process ends itself and is started anew. */
  readonly stopped: () => void;
  readonly tell: (what: string) => void;
  readonly memoryTotals: ActPorts['totals'];
}

/** How long a slip waits for the answer about its sale. */
const answerWaitMs = 2_500;

export function startService(ports: ServicePorts): CounterService {
  const { process, wiring } = ports;
  const journal = wiring.journal(ports.journal);
  let locked = false;
  const noteFault = (fault: JournalFault): void => {
    ports.tell(`meets a fault of its journal: ${fault.code}`);
    if (locksSelling(fault.code)) locked = true;
    if (fault.code === 'stopped') ports.stopped();
  };
  const dispatch = dispatchOf(ports, journal, noteFault);
  const driver = driverOf(ports, journal);
  const acts = actsOf(ports, journal, { dispatch, driver, noteFault, isLocked: () => locked });
  dispatch.begin(journal.found);
  driver.start();
  return { process, journal, acts, dispatch, driver, isLocked: () => locked, noteFault };
}

function dispatchOf(
  { process, wiring, toPrinter, tell }: ServicePorts,
  journal: SimJournal,
  noteFault: (fault: JournalFault) => void,
): PrintDispatch<PrintJob> {
  const kept = (written: ReturnType<SimJournal['step']>): PrintJob | null => {
    if (!written.ok) noteFault(written.error);
    return written.ok ? written.value : null;
  };
  const record: SlipRecord<PrintJob> = wiring.slips({
    slip: (id) => journal.slip(id),
    openSlips: () => journal.openSlips(),
    freeze: (slip) => {
      if (isReadable(journal, slip.entry))
        return kept(journal.freeze(slip.id, textOfSlip(receiptSlip(journal, wiring, slip))));
      // A bit turned over in its entry: it waits until the proof has found that and mended it.
      tell(`cannot print the slip of ${slip.entry}, whose entry cannot be read`);
      return null;
    },
    step: (slip, state, attempt, detail) => kept(journal.step({ job: slip.id, state, attempt, detail })),
  });
  return printDispatch<PrintJob>({
    record: () => (process.isAlive ? record : null),
    handOver: (slip) => {
      if (slip.documentText === null) return;
      const document = slipOfText(slip.documentText);
      toPrinter({
        type: 'print',
        jobId: slip.id,
        attempt: slip.attempt + 1,
        printerId: 'receipts',
        document,
      });
    },
    post: toPrinter,
    note: (what) => tell(what),
    incident: (_, what, error) => {
      throw new Error(what, { cause: error });
    },
  });
}

function driverOf(ports: ServicePorts, journal: SimJournal): UploadDriver {
  const { process, wiring, signatures } = ports;
  const outbox = wiring.outbox(untilTheEnd(process, journal.outbox), journal);
  const client = createHeadEndClient({
    transport: ports.transport,
    deadlines: {
      healthMs: 5_000,
      stateMs: 8_000,
      batchMs: 12_000,
      resultsMs: 8_000,
      enrolmentMs: 8_000,
      pendingMs: 300,
      directorySilenceMs: 8_000,
    },
    identity: ports.identity,
    sha256: sha256Hex,
    verify: async (...proof) => signatures.verify(...proof),
  });
  return createUploadDriver({
    client: wiring.client(client, outbox),
    outbox,
    clock: { wallMs: ports.wallMs, monotonicMs: ports.monotonicMs },
    after: process.after,
    random: ports.chance,
    gzip: async (bytes) => bytes,
    keyId: keyIdOf(ports.signer.publicKey),
    sign: ports.signer.sign,
    sw: 'simulated',
    newBatchId: () => 'batch',
    nextTurn: () => process.sleep(1),
    settings: {
      ...defaultUploaderSettings,
      backoffMaxMs: 30_000,
      spreadWindowMs: 20_000,
      spreadAfterMs: 40_000,
      spreadShare: ports.spreadShare,
      batchEntriesStart: 5,
    },
    onFault: (error) => ports.tell(`cannot use its journal for sending: ${messageOf(error)}`),
  });
}

/** A process that has ended asks nobody for its place any more: the last one it knew is as good as any. */
function untilTheEnd(process: SimProcess, outbox: Outbox): Outbox {
  let last = outbox.position();
  return {
    ...outbox,
    position: () => {
      if (process.isAlive) last = outbox.position();
      return last;
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function actsOf(
  ports: ServicePorts,
  journal: SimJournal,
  parts: Pick<CounterService, 'dispatch' | 'driver' | 'isLocked' | 'noteFault'>,
): ActPorts {
  const { process, wiring, wallMs } = ports;
  const newUid = (): string => uuidv7(wallMs(), ports.random);
  const due = async (seq: number, paper: 'wait-for-answer' | 'at-once'): Promise<void> => {
    await process.sleep(1);
    if (paper === 'wait-for-answer') await parts.driver.answerFor(seq, answerWaitMs);
  };
  const record: ActPorts['record'] = async (draft, slip, paper) => {
    if (parts.isLocked()) return { kind: 'refused', code: 'LOCKED' };
    const birth = slip === null ? null : { ...slip, id: newUid(), bornAt: wallMs() };
    if (birth !== null && wiring.paper === 'before-commit') {
      ports.printAtOnce(bareSlip(birth.entry));
      await process.sleep(20);
    }
    const outcome = await process.own(journal.append(draft, birth));
    switch (outcome.kind) {
      case 'recorded':
        process.after(0, () => parts.driver.noteNewEntry());
        if (birth !== null) parts.dispatch.printOnce(birth.id, due(outcome.entry.seq, paper));
        return { kind: 'done', entry: outcome.entry };
      case 'already':
        return { kind: 'done', entry: outcome.entry };
      case 'refused':
        parts.noteFault(outcome.fault);
        return { kind: 'refused', code: outcome.fault.code } satisfies ActReply;
      case 'unknown':
        parts.noteFault(outcome.fault);
        return { kind: 'unknown' };
    }
  };
  return {
    journal,
    cashier: ports.cashier,
    desk: ports.wiring.desk,
    wallMs,
    newUid,
    isAnswering: () => parts.driver.snapshot().link === 'answering',
    record,
    step: (slip, state, detail) => parts.dispatch.step(slip, state, detail),
    totals: ports.memoryTotals,
  };
}

function isReadable(journal: SimJournal, uid: string): boolean {
  const stored = journal.entryByUid(uid);
  const body = stored === null ? null : readBody(stored.body);
  return stored === null || body === null || misfit(bodyShape(stored.kind), body) === null;
}
