import { atLeast, atMost, type Measure } from './bench-row.ts';
import { benchUpload } from './upload-bench.ts';

/** The real driver over HTTP to the reference head end on PGlite, all in this one process. */
export async function uploadMeasures(entries = 20_000): Promise<Measure[]> {
  const { entriesPerSecond, backlogMs, bytesPerEntry } = await benchUpload(
    { kind: 'pglite-memory' },
    entries,
  );
  return [
    { what: 'entries acknowledged', measured: entriesPerSecond, unit: '/s', goal: atLeast(10_000) },
    { what: '2,000 entries', measured: backlogMs / 1_000, unit: 's', goal: atMost(2) },
    { what: 'an entry on the wire', measured: bytesPerEntry, unit: 'bytes', goal: atMost(120) },
  ];
}
