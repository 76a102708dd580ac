import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import * as cashier from '../office/cashier.ts';
import * as desk from '../office/exceptions-hand.ts';
import type { PracticeOffice } from '../office/practice-office.ts';
import { comeBack, wayToBeAway } from './head-end-weather.ts';
import type { DemoOptions } from './options.ts';
import type { PlannedSale } from './story.ts';

/** Takes a picture of the window; names begin with their order. */
export type TakePicture = (name: string) => Promise<void>;

export interface DayTools {
  readonly page: Page;
  readonly office: PracticeOffice;
  readonly picture: TakePicture;
  readonly say: (line: string) => void;
  /** Receipts of the sales that the head end will refuse, in the order in which they were taken. */
  readonly refused: Refused[];
}

interface Refused {
  readonly sale: PlannedSale;
  readonly receiptNumber: string;
}

const headCashier: cashier.PersonAtCounter = { nameHi: 'रेखा कुमारी', nameEn: 'Rekha Kumari', pin: '482913' };
const floatCash: cashier.Cash = { 500: 1, 100: 10, 50: 6, 20: 5, 10: 10 };
const jamRow = 420;

/** The whole day by keyboard: set up, sell, outage, back, close. Every step shows on the real screen. */
export async function playDay(
  given: Omit<DayTools, 'refused'>,
  sales: readonly PlannedSale[],
  options: DemoOptions,
): Promise<void> {
  const tools: DayTools = { ...given, refused: [] };
  await setUp(tools);
  await sellPhase(tools, sales, 'before');
  await outage(tools, sales, options);
  await sellPhase(tools, sales, 'after');
  await reprintLast(tools);
  await cashier.everythingSent(tools.page);
  await close(tools, sales);
}

async function setUp({ page, office, picture, say }: DayTools): Promise<void> {
  await cashier.seen(page, 'enrol-code', 60_000);
  await picture('enrol');
  await cashier.enrol(page, office.enrolmentCode);
  say('Enrolled at the head end.');
  await picture('first-person');
  await cashier.addFirstPerson(page, headCashier);
  await picture('sign-in');
  await cashier.signIn(page, headCashier.pin);
  await cashier.seen(page, 'list-do');
  await picture('consumer-list');
  await cashier.importList(page);
  say('The consumer directory is in.');
  await cashier.seen(page, 'open-day');
  await picture('open-day');
  await cashier.openDay(page);
  await cashier.seen(page, 'desk-open-shift');
  await picture('desk');
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'open-shift');
  await cashier.openShift(page, floatCash);
  await picture('sell-empty');
}

async function sellPhase(
  tools: DayTools,
  sales: readonly PlannedSale[],
  phase: PlannedSale['phase'],
): Promise<void> {
  const ours = sales.filter((sale) => sale.phase === phase);
  for (const [index, sale] of ours.entries()) {
    if (phase === 'before' && index === Math.floor(ours.length / 2)) await tools.office.headEnd.backup();
    if (phase === 'outage') await tools.office.headEnd.setFault(wayToBeAway(index, ours.length));
    await sellOne(tools, sale, index === 0 ? `${phase}-` : null);
    tools.say(`  ${phase}: ${index + 1} of ${ours.length} recharges taken.`);
  }
}

/** Pictures of the first sale of a phase show it filled in, and recorded. */
async function sellOne(tools: DayTools, sale: PlannedSale, pictures: string | null): Promise<void> {
  const { page, office, picture } = tools;
  const keys = { find: findText(sale), amountRupees: sale.amountRupees, tenderedRupees: sale.tenderedRupees };
  if (sale.jam) office.printer.setFault({ kind: 'jam', atRow: jamRow });
  if (pictures !== null) {
    await cashier.typeSale(page, keys);
    await page.waitForTimeout(700);
    await picture(`${pictures}sell`);
    await cashier.take(page);
  } else {
    const receiptNumber = await cashier.sell(page, keys);
    if (sale.settled !== null) tools.refused.push({ sale, receiptNumber });
  }
  if (sale.jam) await unjam(tools);
  await cashier.printed(page);
  if (pictures !== null) await picture(`${pictures}recorded`);
  await cashier.nextSale(page);
}

async function unjam({ page, office, picture, say }: DayTools): Promise<void> {
  await cashier.printed(page, 'stalled');
  await picture('printer-jam');
  say('  The printer jammed in the middle of a slip; the cashier frees it.');
  office.printer.setFault(null);
}

function findText({ consumer, findBy }: PlannedSale): string {
  switch (findBy) {
    case 'consumer':
      return consumer.consumer;
    case 'meter':
      return consumer.meter;
    case 'name-and-meter':
      // Name and last four digits are not unique in an office of fifty thousand; the meter number is.
      return consumer.meter.slice(-8);
  }
}

async function outage(
  tools: DayTools,
  sales: readonly PlannedSale[],
  { outageMinutes }: DemoOptions,
): Promise<void> {
  const { page, office, picture, say } = tools;
  const until = performance.now() + outageMinutes * 60_000;
  await office.headEnd.setFault('503');
  say('The head end is down. The network stays up.');
  await cashier.headEndDown(page);
  await picture('head-end-down');
  await cashier.declareOutage(page, 'EESL server');
  await sellPhase(tools, sales, 'outage');
  await picture('outage-hindi');
  await cashier.switchLanguage(page);
  await picture('outage-english');
  await cashier.switchLanguage(page);
  await makeLists(tools);
  while (performance.now() < until) await delay(Math.min(1_000, until - performance.now()));
  await comeBack(office.headEnd, say);
  await cashier.everythingSent(page);
  await office.headEnd.setFault('none');
  await picture('uploaded');
  await settleRefused(tools, sales);
  await tieOut(tools);
  await cashier.endOutage(page);
  say('Every rupee is explained: the outage is closed.');
}

/** The lists that leave the office every day of an outage, as signed file and paper. */
async function makeLists({ page, picture, say }: DayTools): Promise<void> {
  await cashier.openOfficePage(page, 'lists');
  // Who presses Enter before there is a list makes none.
  await cashier.seen(page, 'lists-row');
  await cashier.handAt(page, 'lists-make');
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'lists-made', 120_000);
  await picture('do-not-disconnect');
  await page.keyboard.press('Escape');
  await cashier.gone(page, 'lists');
  say('The do-not-disconnect list is made: signed file and paper.');
}

/** What was paid for accounts that are closed: to the right account, back in cash, or submitted once more. */
async function settleRefused(tools: DayTools, sales: readonly PlannedSale[]): Promise<void> {
  const { page, office, picture, say, refused } = tools;
  const paid = new Set(sales.map(({ consumer }) => consumer.consumer));
  const right = office.consumers.find(({ consumer, status }) => status === 'active' && !paid.has(consumer));
  for (const { sale, receiptNumber } of refused) {
    if (sale.settled === 'resubmitted') {
      // The company opens the account again; what is submitted from now on is credited.
      await office.headEnd.setConsumerStatus(sale.consumer.consumer, 'active');
    }
    await desk.openException(page, receiptNumber);
    if (refused[0]?.sale === sale) await picture('refused');
    await desk.chooseAct(page, sale.settled ?? '');
    if (sale.settled === 'moved') await desk.chooseConsumer(page, right?.consumer ?? '');
    await desk.giveReason(page, reasons[sale.settled ?? 'moved']);
    await picture(`${sale.settled}-read-aloud`);
    const slips = office.printer.slips();
    await desk.confirmAct(page, sale.settled === 'refunded' ? 'refunded' : 'settled');
    if (sale.settled === 'refunded') await slipAfter(office, slips);
    await picture(sale.settled ?? '');
    await desk.leaveDesk(page);
    say(`  ${receiptNumber} was refused, and is ${sale.settled}.`);
  }
}

const reasons = {
  moved: 'ग़लत खाता संख्या लिखी गई थी',
  refunded: 'उपभोक्ता को नकद चाहिए',
  resubmitted: 'खाता फिर से चालू हो गया',
} as const;

async function tieOut({ page, picture }: DayTools): Promise<void> {
  await cashier.openOfficePage(page, 'tie-out');
  await page.locator('[data-testid="tie-out-verdict"][data-verdict="ties"]').waitFor({ timeout: 60_000 });
  await picture('tie-out');
  await page.keyboard.press('Escape');
  await cashier.gone(page, 'tie-out');
}

async function reprintLast({ page, office, say }: DayTools): Promise<void> {
  const before = office.printer.slips();
  await cashier.printAgain(page);
  // A shift is not closed over a slip that is still in the printer.
  await slipAfter(office, before);
  say('  One consumer asked for a second copy: it says DUPLICATE 1.');
}

/** Waits until one more slip than `before` has left the printer. */
async function slipAfter(office: PracticeOffice, before: number): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  while (office.printer.slips() === before) {
    if (performance.now() > giveUpAt) throw new Error('no slip came out of the printer');
    await delay(100);
  }
}

async function close({ page, office, picture, say }: DayTools, sales: readonly PlannedSale[]): Promise<void> {
  const kept = sales.filter(({ settled }) => settled !== 'refunded');
  const takings = kept.reduce((sum, { amountRupees }) => sum + amountRupees, 0);
  const float = Object.entries(floatCash).reduce((sum, [value, pieces]) => sum + Number(value) * pieces, 0);
  const before = office.printer.slips();
  await cashier.closeShift(page, cashier.cashOf(float + takings));
  await picture('shift-closed');
  // Its slip goes with the cash.
  await slipAfter(office, before);
  await cashier.closeDay(page);
  await picture('day-closed');
  say('Shift and day are closed.');
}
