import { parentPort, workerData } from 'node:worker_threads';
import { careFor, type CareJob, type FromCareWorker } from './care-job.ts';

/** Entry of the thread that looks after the copies: it holds no connection to the journal itself. */
const say = (message: FromCareWorker): void => parentPort?.postMessage(message);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two ends of this line are files of one build
const job = workerData as CareJob;

try {
  const report = await careFor(job, () => say({ type: 'snapshot-taken' }));
  say({ type: 'done', report });
} catch (error) {
  say({ type: 'failed', detail: error instanceof Error ? error.message : String(error) });
}
