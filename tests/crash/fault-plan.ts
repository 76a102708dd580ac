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
  powerCuts: {
    fault: 'F2',
    title: 'power cut at a random moment',
    injector: 'SIGKILL to a whole machine: User-Mode Linux with ext4 on two disks',
    times: 3,
    file: 'tests/crash/power-cuts.test.ts',
  },
  powerCutImages: {
    fault: 'F3',
    title: 'power cut at every I/O boundary of two days',
    injector: 'recorded disks, laid out as a cut may leave them',
    times: 5_000,
    file: 'tests/crash/crash-images.test.ts',
  },
  mendingImages: {
    fault: 'F3',
    title: 'power cut at every I/O boundary while a damaged journal is mended',
    injector: 'recorded disks, laid out as a cut may leave them',
    times: 100,
    file: 'tests/crash/mending-images.test.ts',
  },
  flushes: {
    fault: 'F4',
    title: 'flushes of a sale, from request to reply',
    injector: 'strace around the counter process',
    times: 12,
    file: 'tests/crash/flush-count.test.ts',
  },
  journalWrites: {
    fault: 'F5',
    title: 'error of the disk at a write to the journal',
    injector: 'EIO before the system call, once and for ever',
    times: 12,
    file: 'tests/crash/io-faults.test.ts',
  },
  journalFlushes: {
    fault: 'F5',
    title: 'error of the disk at a flush of the journal',
    injector: 'EIO before the system call, once, up to four times and for ever',
    times: 30,
    file: 'tests/crash/io-faults.test.ts',
  },
  mirrorErrors: {
    fault: 'F5',
    title: 'error of the disk at a write or flush of the second copy',
    injector: 'EIO before the system call, once, twice and for ever',
    times: 22,
    file: 'tests/crash/io-faults.test.ts',
  },
  slowFlushes: {
    fault: 'F5',
    title: 'slow disk',
    injector: 'each flush 50 ms later',
    times: 2,
    file: 'tests/crash/io-faults.test.ts',
  },
  failingDisks: {
    fault: 'F5',
    title: 'a disk that fails every write and works again',
    injector: 'dm-flakey under ext4 in User-Mode Linux',
    times: 2,
    file: 'tests/crash/failing-disk.test.ts',
  },
  failedFlushImages: {
    fault: 'F5',
    title: 'power cut after flushes that failed',
    injector: 'recorded disks with failed flushes, laid out as a cut may leave them',
    times: 500,
    file: 'tests/crash/failed-flush-images.test.ts',
  },
  journalWritesFull: {
    fault: 'F6',
    title: 'no room for a write to the journal',
    injector: 'ENOSPC before the system call, once and for ever',
    times: 12,
    file: 'tests/crash/io-faults.test.ts',
  },
  mirrorWritesFull: {
    fault: 'F6',
    title: 'no room for a write to the second copy',
    injector: 'ENOSPC before the system call, once and for ever',
    times: 6,
    file: 'tests/crash/io-faults.test.ts',
  },
  tornWrites: {
    fault: 'F8',
    title: 'torn write to the log or to the second copy',
    injector: 'half a write, then death of the process',
    times: 6,
    file: 'tests/crash/io-faults.test.ts',
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
