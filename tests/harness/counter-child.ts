/**
 * The counter service that dies by SIGKILL at a labelled point: `node counter-child.ts service --data DIR
 * --config FILE`, with the label in CRASH_AT. It dies only while the file of CRASH_WHEN is there, so that
 * nothing but the wanted sale meets it.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { CrashPoint } from '../../db/test-points.ts';
import { serve } from '../../electron/cli/run-service.ts';
import { readConfiguration } from '../../electron/contract/configuration.ts';
import { fileAccess } from '../../electron/service/file-access.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, config: { type: 'string' } },
  allowPositionals: true,
});
const config = readConfiguration(values.config ?? null, fileAccess, { dataFolder: values.data ?? '' });
if (!config.ok) throw new Error(JSON.stringify(config.error));

function crashPoint(label: CrashPoint): void {
  if (label !== process.env['CRASH_AT'] || !existsSync(process.env['CRASH_WHEN'] ?? '')) return;
  process.kill(process.pid, 'SIGKILL');
}

process.exitCode = await serve(config.value, { crashPoint });
