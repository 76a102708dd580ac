import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Display, ensureDisplay } from '../../build/electron-runtime/display.ts';
import { prepareRuntime } from '../../build/electron-runtime/prepare.ts';
import { makeWritableFolder, type Runtime } from '../../build/electron-runtime/runtime.ts';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { type AppWindow, openAppWindow } from '../../build/office/app-window.ts';
import * as cashier from '../../build/office/cashier.ts';
import { openPracticeOffice, type PracticeOffice } from '../../build/office/practice-office.ts';
import { atMost, type Measure } from './bench-row.ts';
import { percentiles } from './percentiles.ts';

const pin = '482913';
const consumers = 50_000;
const sales = 5;
const quiet = (): void => undefined;

interface Memory {
  /** Resident set of the counter service. */
  readonly serviceBytes: number;
  /** Of all processes, with what they share counted once. */
  readonly appBytes: number;
}

/** The real app on the real Electron, set up and with an open drawer, as a cashier finds it each morning. */
export async function startMeasures(starts = 5): Promise<Measure[]> {
  await ensureBuilt(quiet);
  const runtime = await prepareRuntime({ need: 'run' });
  const display = await ensureDisplay();
  const ownFolder = await mkdtemp(join(tmpdir(), 'start-bench-'));
  const counterFolder = await makeWritableFolder(runtime, 'start-bench');
  const office = await openPracticeOffice({
    ownFolder,
    counterFolder,
    paperFolder: join(ownFolder, 'paper'),
    consumers,
    seed: 1,
    paper: '80',
    language: 'hi',
    practice: false,
    say: quiet,
  });
  try {
    const place = { runtime, display, configFile: office.configFile };
    await setUp(place, office);
    const startMs: number[] = [];
    for (let start = 1; start < starts; start += 1) {
      const { window, tookMs } = await startApp(place);
      startMs.push(tookMs);
      await window.close();
    }
    const { window, tookMs } = await startApp(place);
    startMs.push(tookMs);
    const memory = await memoryAfterSales(window, office);
    await window.close();
    return [
      {
        what: 'start → sign-in on screen, median',
        measured: percentiles(startMs).p50 / 1_000,
        unit: 's',
        goal: atMost(2),
      },
      {
        what: 'counter service, after sales',
        measured: memory.serviceBytes / 1e6,
        unit: 'MB',
        goal: atMost(150),
      },
      { what: 'whole app, after sales', measured: memory.appBytes / 1e6, unit: 'MB', goal: atMost(400) },
    ];
  } finally {
    await office.stop();
    await display.stop();
    await rm(ownFolder, { recursive: true, force: true });
    await rm(counterFolder, { recursive: true, force: true });
  }
}

interface Place {
  readonly runtime: Runtime;
  readonly display: Display;
  readonly configFile: string;
}

async function startApp(place: Place): Promise<{ readonly window: AppWindow; readonly tookMs: number }> {
  const startedMs = performance.now();
  const window = await openAppWindow(place);
  await cashier.seen(window.page, 'sign-in', 60_000);
  return { window, tookMs: performance.now() - startedMs };
}

async function setUp(place: Place, office: PracticeOffice): Promise<void> {
  const window = await openAppWindow(place);
  const { page } = window;
  await cashier.seen(page, 'enrol-code', 60_000);
  await cashier.enrol(page, office.enrolmentCode);
  await cashier.addFirstPerson(page, { nameHi: 'रेखा कुमारी', nameEn: 'Rekha Kumari', pin });
  await cashier.signIn(page, pin);
  await cashier.importList(page);
  await cashier.openDay(page);
  await cashier.seen(page, 'desk-open-shift');
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'open-shift');
  await cashier.openShift(page, { 100: 10 });
  await window.close();
}

async function memoryAfterSales(window: AppWindow, office: PracticeOffice): Promise<Memory> {
  const { app, page } = window;
  await cashier.signIn(page, pin);
  for (let sold = 0; sold < sales; sold += 1) {
    const find = office.consumers[sold * 977]?.consumer ?? '';
    await cashier.sell(page, { find, amountRupees: 500 + sold, tenderedRupees: 600 });
    await cashier.printed(page);
    await cashier.nextSale(page);
  }
  const processes = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ pid, type, name }) => ({ pid, type, name: name ?? '' })),
  );
  const service = processes.find(({ name }) => /service/iu.test(name) && !/network/iu.test(name));
  if (service === undefined) throw new Error(`no counter service among ${JSON.stringify(processes)}`);
  const shares = await Promise.all(processes.map(({ pid }) => memoryOf(pid, 'Pss')));
  return {
    serviceBytes: await memoryOf(service.pid, 'Rss'),
    appBytes: shares.reduce((sum, bytes) => sum + bytes, 0),
  };
}

/** As the kernel counts it: `Rss` all pages of a process, `Pss` the shared ones divided by their users. */
async function memoryOf(pid: number, kind: 'Rss' | 'Pss'): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = new RegExp(`^${kind}:\\s+(\\d+) kB`, 'mu').exec(text)?.[1];
  if (kilobytes === undefined) throw new Error(`the memory of process ${pid} cannot be read`);
  return Number(kilobytes) * 1_024;
}
