/** `npm run demo`: a cashier's day in the real app, through an outage and back, tied out to the paisa. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import { seededRandom } from '../consumers/seeded-random.ts';
import { ensureDisplay } from '../electron-runtime/display.ts';
import { prepareRuntime } from '../electron-runtime/prepare.ts';
import { describeRuntime, giveBack, makeWritableFolder, type Runtime } from '../electron-runtime/runtime.ts';
import { ensureBuilt } from '../ensure-built.ts';
import { openAppWindow } from '../office/app-window.ts';
import { openPracticeOffice } from '../office/practice-office.ts';
import { repositoryFolder } from '../repository.ts';
import { readClosedDayFacts } from './day-facts.ts';
import { parseLedgerCsv } from './ledger-csv.ts';
import { parseDemoOptions, type DemoOptions } from './options.ts';
import { keepPaper, matchPaper } from './paper.ts';
import { playDay } from './play-day.ts';
import { demoReadme } from './readme.ts';
import { planDay, type PlannedSettlement } from './story.ts';
import { faultsOf, summarise, type Summary } from './summary.ts';

const out = join(repositoryFolder, 'out', 'demo');
const widthDots = 576;
const consumerCount = 50_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const options = parseDemoOptions(process.argv.slice(2));
if (!options.ok) {
  process.stderr.write(`${options.error}\n`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await demo(options.value);
  } catch (fault) {
    process.stderr.write(`${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`);
    process.exitCode = 1;
  }
}

async function demo(wanted: DemoOptions): Promise<number> {
  await ensureBuilt(say);
  const runtime = await prepareRuntime({ need: 'run', say });
  say(describeRuntime(runtime));
  const started = performance.now();
  await rm(out, { recursive: true, force: true });
  await mkdir(join(out, 'screens'), { recursive: true });
  const counterFolder = await makeWritableFolder(runtime, 'demo');
  const played = await play(wanted, runtime, counterFolder);
  const summary = await judge(wanted, counterFolder, played, (performance.now() - started) / 1000);
  if (wanted.keep !== null) await cp(counterFolder, wanted.keep, { recursive: true });
  await rm(counterFolder, { recursive: true });
  return summary.faults.length === 0 ? 0 : 1;
}

interface Played {
  readonly settled: readonly PlannedSettlement[];
  readonly ledgerCsv: string;
  readonly electron: string;
}

/** Starts everything, plays the day, and ends everything again, also when the day goes wrong. */
async function play(wanted: DemoOptions, runtime: Runtime, counterFolder: string): Promise<Played> {
  const display = await ensureDisplay();
  const office = await openPracticeOffice({
    ownFolder: join(out, '.office'),
    counterFolder,
    paperFolder: join(out, '.paper'),
    consumers: consumerCount,
    seed: wanted.seed,
    paper: '80',
    language: 'hi',
    practice: false,
    say,
  });
  try {
    const window = await openAppWindow({ runtime, display, configFile: office.configFile });
    let pictures = 0;
    const picture = async (name: string): Promise<void> => {
      pictures += 1;
      const file = `${String(pictures).padStart(2, '0')}-${name}.png`;
      await window.page.screenshot({ path: join(out, 'screens', file) });
    };
    const chance = seededRandom(wanted.seed);
    const sales = planDay({
      recharges: wanted.recharges,
      random: () => chance.fraction(),
      consumers: office.consumers,
    });
    try {
      await playDay({ page: window.page, office, picture, say }, sales, wanted);
    } catch (fault) {
      await picture('where-it-stopped').catch(() => undefined);
      process.stderr.write(window.log());
      throw fault;
    } finally {
      await window.close();
    }
    return {
      settled: sales.flatMap(({ settled }) => settled ?? []),
      ledgerCsv: await office.headEnd.ledgerCsv(),
      electron: window.electronVersion,
    };
  } finally {
    await office.stop();
    await display.stop();
  }
}

/** Reads everything back from what was left: the journal, the head end's ledger, the paper. */
async function judge(
  wanted: DemoOptions,
  counterFolder: string,
  played: Played,
  seconds: number,
): Promise<{ faults: readonly string[] }> {
  await giveBack(counterFolder);
  await cp(join(counterFolder, 'journal'), join(out, 'journal'), { recursive: true });
  await cp(join(counterFolder, 'journal', 'documents'), join(out, 'documents'), { recursive: true });
  await writeFile(join(out, 'headend-ledger.csv'), played.ledgerCsv);
  const facts = readClosedDayFacts(join(out, 'journal', 'journal.db'));
  const { matched, torn } = matchPaper(join(out, '.paper'), [...facts.slips, ...facts.otherSlips], widthDots);
  const receiptOf = new Map(facts.recharges.map(({ uid, receiptNumber }) => [uid, receiptNumber]));
  for (const { uid, ref } of facts.refunds) receiptOf.set(uid, receiptOf.get(ref) ?? ref);
  const files = await keepPaper(join(out, '.paper'), join(out, 'paper'), { matched, torn }, receiptOf);
  const input = {
    facts,
    ledger: parseLedgerCsv(played.ledgerCsv),
    paper: matched,
    electron: played.electron,
    seconds: Math.round(seconds),
  };
  const summary = summarise(input);
  const faults = faultsOf(summary, input, { recharges: wanted.recharges, settled: played.settled });
  await writeFile(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  await writeFile(join(out, 'README.md'), await demoReadme(out, summary, files));
  await rm(join(out, '.office'), { recursive: true });
  await rm(join(out, '.paper'), { recursive: true });
  tell(summary, faults);
  return { faults };
}

function tell(summary: Summary, faults: readonly string[]): void {
  const { tieOut } = summary;
  say('');
  say(`${summary.recharges} recharges, ${formatRupees(summary.totalPaise)}`);
  say(`  first paper    ${summary.confirmed} confirmed, ${summary.pending} pending`);
  const { moved, refunded, resubmitted } = summary.exceptions;
  say(
    `  refused        ${summary.refused}: ${moved} moved, ${refunded} refunded, ${resubmitted} resubmitted`,
  );
  say(`  on paper       ${summary.receipts} receipts, ${summary.duplicatesPrinted} duplicates`);
  say(`  counter        ${formatRupees(tieOut.counterPaise)}`);
  say(`  head end       ${formatRupees(tieOut.headEndPaise)}`);
  say(`  cash           ${formatRupees(tieOut.cashPaise)}`);
  say(`  difference     ${formatRupees(tieOut.differencePaise)}`);
  say(`${groupIndian(summary.seconds)} seconds. Pictures, paper and journal are in out/demo/.`);
  for (const fault of faults) say(`NOT RIGHT: ${fault}`);
}
