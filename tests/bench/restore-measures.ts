import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assert } from '../../counter/result.ts';
import { deviceSigner, generateDeviceKey } from '../../db/crypto.ts';
import { closeJournal } from '../../db/journal.ts';
import { generateRecoveryKey } from '../../db/recovery-key.ts';
import { restoreJournal } from '../../db/restore/restore-journal.ts';
import { atMost, type Measure } from './bench-row.ts';
import { keptJournal } from './kept-journal.ts';
import { openWithCopy } from './open-with-copy.ts';
import { percentiles } from './percentiles.ts';

const restores = 5;

/** A spare PC makes the journal of five days from the second copy alone, with the division's key. */
export async function restoreMeasures(entries = 2_000): Promise<Measure[]> {
  const lost = await keptJournal({ entries, documents: 0, signed: 'every' });
  const folder = dirname(lost.options.folder);
  const recoveryKey = generateRecoveryKey();
  try {
    const { journal, options } = await openWithCopy({
      ...lost.options,
      recoveryPublicKey: recoveryKey.publicKey,
    });
    const headHash = journal.inner.tail.hash;
    await closeJournal(journal);
    const timesMs: number[] = [];
    for (let each = 0; each < restores; each += 1) {
      const signer = deviceSigner(generateDeviceKey().secret);
      const target = { ...options, folder: join(folder, `spare-${each}`), signer, bootId: `spare-${each}` };
      const { mirrorFolder } = options;
      const asked = { counter: null, mirrorFolder, journalPath: null, recoveryKey, target };
      const startedMs = performance.now();
      const restored = await restoreJournal({ ...asked, keepKey: async () => undefined });
      timesMs.push(performance.now() - startedMs);
      assert(restored.ok, `the journal is restored: ${JSON.stringify(restored)}`);
      assert(restored.value.recovery.prevHash === headHash, 'a restore gives the very same head hash');
    }
    const seconds = percentiles(timesMs).p50 / 1_000;
    const what = `${entries.toLocaleString('en-IN')} entries from the second copy alone, median`;
    return [{ what, measured: seconds, unit: 's', goal: atMost(2) }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
