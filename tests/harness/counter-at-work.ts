import type { Page } from '@playwright/test';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isServed } from '../../build/consumers/served.ts';
import { readDayFacts, type DayFacts } from '../../build/demo/day-facts.ts';
import { parseLedgerCsv, type LedgerRow } from '../../build/demo/ledger-csv.ts';
import { matchPaper, type PaperMatch } from '../../build/demo/paper.ts';
import { ensureDisplay } from '../../build/electron-runtime/display.ts';
import { prepareRuntime } from '../../build/electron-runtime/prepare.ts';
import { makeWritableFolder, type Runtime } from '../../build/electron-runtime/runtime.ts';
import { openAppWindow, type AppWindow } from '../../build/office/app-window.ts';
import * as cashier from '../../build/office/cashier.ts';
import {
  openPracticeOffice,
  type PracticeOffice,
  type PracticeOfficeOptions,
} from '../../build/office/practice-office.ts';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import type { CounterApi } from '../../electron/contract/channels.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';

declare global {
  interface Window {
    readonly counter: CounterApi;
  }
}

export const headCashier: cashier.PersonAtCounter = {
  nameHi: 'रेखा कुमारी',
  nameEn: 'Rekha Kumari',
  pin: '482913',
};
export const floatCash: cashier.Cash = { 500: 2, 100: 10 };

const paperDots = 576;

/** A small office with its head end and printer, and the real app at work in it. */
export interface CounterAtWork {
  readonly office: PracticeOffice;
  readonly runtime: Runtime;
  /** The whole, signed list of consumers as the head end hands it out. */
  readonly directoryFile: string;
  /** The window that is open now; `reopen` gives a new one. */
  window(): AppWindow;
  page(): Page;
  /** The state as the service tells it to the screen. */
  state(): Promise<CounterState>;
  /** A consumer that no test of this office has used, of one meter kind. */
  nextConsumer(kind?: Consumer['meterKind']): Consumer;
  /** Files of the slips that left the printer, in order. */
  slipFiles(): readonly string[];
  /** What the journal holds now, read from a private copy of its files. */
  journal(): DayFacts;
  /** The slips on paper that are, dot by dot, a frozen document of the journal. */
  paper(): PaperMatch;
  ledger(): Promise<readonly LedgerRow[]>;
  /** Ends the program and leaves everything on disk. */
  close(): Promise<void>;
  /** Ends the program if it runs, and starts it again on the same folders. */
  reopen(): Promise<Page>;
  end(): Promise<void>;
}

/** How soon an outage is proposed, and how long the head end must be back before it closes. */
type OutageTimes = PracticeOfficeOptions['outage'];

export async function openCounter(
  language: 'hi' | 'en' = 'en',
  outage?: OutageTimes,
): Promise<CounterAtWork> {
  const runtime = await prepareRuntime({ need: 'test' });
  const display = await ensureDisplay();
  const counterFolder = await makeWritableFolder(runtime, 'e2e-counter');
  const ownFolder = mkdtempSync(join(tmpdir(), 'e2e-office-'));
  const paperFolder = join(ownFolder, 'paper');
  const office = await openPracticeOffice({
    ownFolder,
    counterFolder,
    paperFolder,
    consumers: 300,
    seed: 11,
    paper: '80',
    language,
    practice: false,
    link: { requestTimeoutMs: 1_000, healthIntervalMs: 300 },
    ...(outage === undefined ? {} : { outage }),
    say: () => undefined,
  });
  const open = (): Promise<AppWindow> => openAppWindow({ runtime, display, configFile: office.configFile });
  let window = await open();
  const unused = [...office.consumers];
  const journal = (): DayFacts => readRunningJournal(office.dataFolder);
  return {
    office,
    runtime,
    journal,
    directoryFile: join(ownFolder, 'consumers.ndjson.gz'),
    window: () => window,
    page: () => window.page,
    state: () => stateOf(window.page),
    nextConsumer: (kind = 'managed') => takeConsumer(unused, kind),
    slipFiles: () =>
      readdirSync(paperFolder)
        .filter((name) => name.endsWith('.png'))
        .toSorted()
        .map((name) => join(paperFolder, name)),
    paper: () => matchPaper(paperFolder, journal().slips, paperDots),
    ledger: async () => parseLedgerCsv(await office.headEnd.ledgerCsv()),
    close: () => window.close(),
    reopen: async () => {
      await window.close().catch(() => undefined);
      window = await open();
      return window.page;
    },
    end: async () => {
      await window.close().catch(() => undefined);
      await office.stop();
      await display.stop();
      rmSync(counterFolder, { recursive: true, force: true });
      rmSync(ownFolder, { recursive: true, force: true });
    },
  };
}

/** The same, up to the open search box: enrolled, list in, day and shift open. */
export async function openSellingCounter(
  language: 'hi' | 'en' = 'en',
  outage?: OutageTimes,
): Promise<CounterAtWork> {
  const counter = await openCounter(language, outage);
  const { enrolmentCode } = counter.office;
  try {
    await cashier.startFirstDay(counter.page(), { enrolmentCode, person: headCashier, float: floatCash });
  } catch (fault) {
    process.stderr.write(counter.window().log());
    await counter.end();
    throw fault;
  }
  return counter;
}

/** Whatever a test left on screen, the next one begins at the empty search box. */
export async function backAtSearch(page: Page): Promise<void> {
  for (let presses = 0; presses < 4; presses += 1) {
    const isThere = await page.evaluate(() => {
      const at = document.activeElement;
      return at instanceof HTMLInputElement && at.dataset['testid'] === 'search' && at.value === '';
    });
    if (isThere) return;
    await page.keyboard.press('Escape');
  }
  await cashier.handAt(page, 'search');
}

/** The counter service as the operating system knows it. */
export async function servicePid(counter: CounterAtWork): Promise<number> {
  const metrics = await counter.window().app.evaluate(({ app }) => app.getAppMetrics());
  const service = metrics.find(({ name }) => name === 'Counter service');
  if (service === undefined) throw new Error('the counter service does not run');
  return service.pid;
}

/** Canonical text of the frozen first slip of a recharge; empty while it is not frozen. */
export function slipOf(counter: CounterAtWork, uid: string | undefined): string {
  const slip = counter.journal().slips.find(({ entry, copy }) => entry === uid && copy === 0);
  return slip?.document ?? '';
}

function takeConsumer(unused: Consumer[], kind: Consumer['meterKind']): Consumer {
  const index = unused.findIndex((consumer) => consumer.meterKind === kind && isServed(consumer));
  const [consumer] = index === -1 ? [] : unused.splice(index, 1);
  if (consumer === undefined) throw new Error(`the office has no ${kind} consumer left`);
  return consumer;
}

async function stateOf(page: Page): Promise<CounterState> {
  const reply = await page.evaluate(() => window.counter['state.get']({}));
  if (!reply.ok) throw new Error(`state.get: ${reply.error.code}`);
  return reply.value;
}

/**
 * The running service holds the journal alone, so its files are copied and the copy is read. The log
 * goes first: what is moved from it into the file meanwhile is then only found twice.
 */
function readRunningJournal(dataFolder: string): DayFacts {
  const copy = mkdtempSync(join(tmpdir(), 'e2e-journal-'));
  try {
    for (const name of ['journal.db-wal', 'journal.db']) {
      if (existsSync(join(dataFolder, name))) copyFileSync(join(dataFolder, name), join(copy, name));
    }
    return readDayFacts(join(copy, 'journal.db'));
  } finally {
    rmSync(copy, { recursive: true });
  }
}
