/** One process of the replay: `node judge-child.ts JSON` judges its share and prints what it came to. */
import { readIoLog } from './io-log.ts';
import { judgeShare } from './replay.ts';

export interface JudgePlan {
  readonly log: string;
  readonly secret: string;
  readonly share: number;
  readonly shares: number;
  readonly into: string;
}

const plan = JSON.parse(process.argv[2] ?? '{}') as JudgePlan;
console.log(JSON.stringify(await judgeShare(readIoLog(plan.log), plan.secret, plan)));
