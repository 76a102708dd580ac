/** One process of the replay: `node judge-child.ts JSON` judges its share and prints what it came to. */
import { newDisk, readDisk } from './disk.ts';
import { readIoLog } from './io-log.ts';
import type { Start } from './judge.ts';
import { disks } from './places.ts';
import { judgeShare } from './replay.ts';

export interface JudgePlan {
  readonly log: string;
  readonly secret: string;
  readonly share: number;
  readonly shares: number;
  readonly into: string;
  /** A folder as it was when the recording began; null for empty disks. */
  readonly before: string | null;
  readonly starts: readonly Start[];
}

const plan = JSON.parse(process.argv[2] ?? '{}') as JudgePlan;
const before = plan.before === null ? newDisk(disks) : readDisk(disks, plan.before);
const recorded = { ...plan, before, operations: readIoLog(plan.log) };
console.log(JSON.stringify(await judgeShare(recorded, plan)));
