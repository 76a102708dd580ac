import type { Consumer, SnapshotAmount } from '../../counter/consumer/consumer.ts';
import { assertNever } from '../../counter/result.ts';
import { type IsoDate, kolkataMidnightMs } from '../../counter/time.ts';
import { meterOf, mobileSource, numberSource } from './number-sources.ts';
import { type Person, personOf, type Script } from './person-generator.ts';
import { places } from './place-lists.ts';
import { type SeededRandom, seededRandom, weightedPick } from './seeded-random.ts';

export interface OfficeOptions {
  readonly count: number;
  readonly seed: number;
  /** The business date on which the snapshot is taken; balances and arrears are of the days before. */
  readonly today: IsoDate;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

const pickPlace = weightedPick(places.map((place) => [place, place.wards.length] as const));

/** Bihar's categories: domestic in villages and towns, shops, small industry, the state's own. */
const pickHomeTariff = weightedPick([
  ['DS-I', 6],
  ['DS-II', 92],
  ['KJ', 2],
] as const);
const pickTradeTariff = weightedPick([
  ['NDS-I', 6],
  ['NDS-II', 84],
  ['LTIS-I', 10],
] as const);
const pickHomeWatts = weightedPick([
  [250, 4],
  [500, 8],
  [1_000, 36],
  [2_000, 34],
  [3_000, 12],
  [5_000, 5],
  [7_000, 1],
] as const);
const pickTradeWatts = weightedPick([
  [500, 10],
  [1_000, 34],
  [2_000, 28],
  [3_000, 14],
  [5_000, 9],
  [10_000, 4],
  [19_000, 1],
] as const);
const pickUsualRupees = weightedPick([
  [100, 8],
  [200, 20],
  [300, 18],
  [500, 30],
  [1_000, 14],
  [1_500, 4],
  [2_000, 5],
  [5_000, 1],
] as const);
const pickStatus = weightedPick([
  ['active', 930],
  ['disconnected', 55],
  ['blocked', 10],
  ['closed', 5],
] as const satisfies readonly (readonly [Consumer['status'], number])[]);

/** A believable division office, the same for the same seed. Gives `count` consumers, one at a time. */
export function* generateConsumers({ count, seed, today }: OfficeOptions): Generator<Consumer> {
  const random = seededRandom(seed);
  const numbers = numberSource(random);
  const mobiles = mobileSource(random);
  const todayMs = kolkataMidnightMs(today);
  for (let index = 0; index < count; index += 1) {
    const person = personOf(random);
    const place = pickPlace(random);
    const ward = String(random.pick(place.wards));
    const house = random.chance(0.35) ? houseOf(random, person.script) : '';
    const [mohalla, wardWord] =
      person.script === 'hindi' ? [place.hindi, 'वार्ड'] : [random.pick(place.latin), 'Ward'];
    const tariff = tariffOf(random, person.kind);
    const { meter, meterKind } = meterOf(random, index, seed);
    const status = pickStatus(random);
    const usualRupees = pickUsualRupees(random) * (person.kind === 'home' ? 1 : 2);
    yield {
      consumer: numbers.next(),
      name: person.name,
      relation: person.relation,
      address: `${house}${mohalla}, ${wardWord} ${ward}`,
      ward,
      tariff,
      loadWatts: person.kind === 'home' ? pickHomeWatts(random) : pickTradeWatts(random),
      meter,
      meterKind,
      mobile: mobiles.next(),
      balance: meterKind === 'sts' ? null : balanceOf(random, status, usualRupees, todayMs),
      arrears: arrearsOf(random, todayMs),
      usualRechargePaise: random.chance(0.06) ? null : usualRupees * 100,
      status,
    };
  }
}

function tariffOf(random: SeededRandom, kind: Person['kind']): string {
  switch (kind) {
    case 'home':
      return pickHomeTariff(random);
    case 'trade':
      return pickTradeTariff(random);
    case 'institution':
      return 'NDS-II';
    default:
      return assertNever(kind);
  }
}

function houseOf(random: SeededRandom, script: Script): string {
  const number = `${random.whole(1, 480)}${random.chance(0.2) ? random.pick(['A', 'B', 'C']) : ''}`;
  return script === 'hindi' ? `मकान सं॰ ${number}, ` : `H.No. ${number}, `;
}

/** What the meter last told the head end, one to four days ago: mostly some rupees left, some below zero. */
function balanceOf(
  random: SeededRandom,
  status: Consumer['status'],
  usualRupees: number,
  todayMs: number,
): SnapshotAmount | null {
  if (status === 'closed' || random.chance(0.03)) return null;
  const left = random.fraction() ** 1.6 * usualRupees * 100;
  const below = -(random.fraction() ** 2) * 600_00;
  const amountPaise = Math.round(status === 'disconnected' || random.chance(0.12) ? below - 1 : left);
  return { amountPaise, at: todayMs - dayMs * random.whole(1, 4) + hourMs * random.whole(0, 23) };
}

/** A third still owes from the years before the prepaid meter; few owe much. */
function arrearsOf(random: SeededRandom, todayMs: number): SnapshotAmount | null {
  if (!random.chance(0.34)) return null;
  const rupees = random.chance(0.05) ? random.whole(10_000, 85_000) : random.whole(40, 6_500);
  return { amountPaise: rupees * 100 + random.whole(0, 99), at: todayMs - dayMs * random.whole(2, 45) };
}
