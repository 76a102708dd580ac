/** One row of the faults table as its test declares it. The counts are what the test really runs. */
export interface PlannedFault {
  /** Number in the faults table. */
  readonly fault: string;
  /** The fault in plain words. */
  readonly title: string;
  /** What brings it about. Fault and injector together name the row. */
  readonly injector: string;
  readonly times: number;
  /** The test that runs it. */
  readonly file: string;
}

/** Every fault that the tests bring about on the real code, how, and how often. */
export const faultPlan = {
  killsAtRandom: {
    fault: 'F1',
    title: 'kill -9 at a random moment of a sale, its upload and its paper',
    injector: 'SIGKILL to the counter process by the clock',
    times: 50,
    file: 'tests/crash/sale-kill.test.ts',
  },
  killsAtLabels: {
    fault: 'F1',
    title: 'kill -9 at every labelled step: commit, second copy, offer, answer, freeze, sending, proof',
    injector: 'SIGKILL by the counter process itself at the label',
    times: 54,
    file: 'tests/crash/step-kill.test.ts',
  },
  flushes: {
    fault: 'F4',
    title: 'flushes of a sale, from request to reply',
    injector: 'strace around the counter process',
    times: 12,
    file: 'tests/crash/flush-count.test.ts',
  },
  journalDiskFull: {
    fault: 'F6',
    title: 'disk of the journal full in mid day',
    injector: 'a tmpfs and an ext4 disk filled to the last block',
    times: 2,
    file: 'tests/crash/disk-full.test.ts',
  },
  mirrorDiskFull: {
    fault: 'F6',
    title: 'disk of the second copy full in mid day',
    injector: 'an ext4 disk filled to the last block, room made later',
    times: 1,
    file: 'tests/crash/disk-full.test.ts',
  },
  temporaryDiskFull: {
    fault: 'F6',
    title: 'no room for temporary files',
    injector: 'a full tmpfs as TMPDIR',
    times: 1,
    file: 'tests/crash/disk-full.test.ts',
  },
  journalBits: {
    fault: 'F9',
    title: 'one flipped bit in the journal',
    injector: 'bit flipper over every region of every page',
    times: 2_400,
    file: 'tests/crash/bit-flip.test.ts',
  },
  headerBits: {
    fault: 'F9',
    title: 'one flipped bit in the header of the journal file',
    injector: 'bit flipper over all 800 bits of the file header',
    times: 800,
    file: 'tests/crash/bit-flip.test.ts',
  },
  logBits: {
    fault: 'F9',
    title: 'one flipped bit in the log that a killed process left',
    injector: 'bit flipper over header and frames of the log',
    times: 400,
    file: 'tests/crash/log-flip.test.ts',
  },
  mirrorBits: {
    fault: 'F9',
    title: 'one flipped bit in the second copy',
    injector: 'bit flipper over every frame of the mirror',
    times: 1_500,
    file: 'tests/crash/mirror-flip.test.ts',
  },
} as const satisfies Readonly<Record<string, PlannedFault>>;

export type PlannedName = keyof typeof faultPlan;
