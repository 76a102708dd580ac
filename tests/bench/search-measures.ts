import { atMost, type Measure } from './bench-row.ts';
import { type SearchBenchOptions, searchBench, type SearchKindFigures } from './search-bench.ts';

type Family = 'number' | 'meter' | 'mobile' | 'words';

const goalMs: Readonly<Record<Family, number>> = { number: 5, meter: 5, mobile: 5, words: 30 };

/** The worst kind of each family stands for it. */
export async function searchMeasures(options: SearchBenchOptions = {}): Promise<Measure[]> {
  const figures = await searchBench(options);
  const families = Object.keys(goalMs).filter((name): name is Family => name in goalMs);
  const p99 = families.map((family): Measure => {
    const kinds = figures.kinds.filter((kind) => familyOf(kind) === family);
    const measured = Math.max(...kinds.map((kind) => kind.p99Ms));
    return { what: `by ${family}, p99`, measured, unit: 'ms', goal: atMost(goalMs[family]) };
  });
  const coldMs = Math.max(...figures.kinds.map((kind) => kind.coldMs));
  return [
    ...p99,
    { what: 'cold, the slowest kind', measured: coldMs, unit: 'ms', goal: atMost(50) },
    { what: 'import', measured: figures.importSeconds, unit: 's', goal: null },
    { what: 'import holds the service, p99', measured: figures.importTurnP99Ms, unit: 'ms', goal: null },
    { what: 'import holds the service, worst', measured: figures.importTurnWorstMs, unit: 'ms', goal: null },
    {
      what: 'the same, its own processor time',
      measured: figures.importTurnWorstCpuMs,
      unit: 'ms',
      goal: null,
    },
    { what: 'directory file', measured: figures.fileBytes / 1e6, unit: 'MB', goal: null },
  ];
}

function familyOf({ kind }: SearchKindFigures): Family {
  if (kind.startsWith('words')) return 'words';
  if (kind.startsWith('meter')) return 'meter';
  return kind.startsWith('mobile') ? 'mobile' : 'number';
}
