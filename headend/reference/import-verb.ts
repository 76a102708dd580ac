import { parseArgs } from 'node:util';
import { z } from 'zod';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { limits } from '../../counter/limits.ts';
import { formatRupees } from '../../counter/money.ts';
import { hashWords } from '../../counter/text/hash-words.ts';
import { createHttpTransport } from '../http-transport.ts';
import { versionHeaders } from '../protocol-version.ts';
import { readJson } from '../read-json.ts';
import { usbManifestSchema } from '../usb/usb-schemas.ts';
import { exportFolders, readExport, writeAnswer } from './import-folders.ts';
import type { ImportReport } from './import-stick.ts';

/**
 * `npm run headend -- import FOLDER`: takes the sticks of counters and writes the answers beside them. It asks
 * the head end that runs, by its admin port. Exit 0 all taken, 1 something was not, 2 wrong usage.
 */
export async function importVerb(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'admin-url': { type: 'string' } },
  });
  const [folder] = positionals;
  const adminUrl = values['admin-url'] ?? process.env['HEADEND_ADMIN_URL'];
  const token = process.env['HEADEND_ADMIN_TOKEN'];
  if (folder === undefined || positionals.length > 1 || adminUrl === undefined || token === undefined) {
    process.stderr.write(
      'usage: headend import FOLDER --admin-url URL   (HEADEND_ADMIN_TOKEN holds the admin token)\n',
    );
    return 2;
  }
  const folders = await exportFolders(folder);
  if (folders.length === 0) process.stderr.write(`${folder}: no export of a counter is in it\n`);
  let failed = folders.length === 0;
  for (const each of folders) {
    const sentence = await importOne(each, adminUrl, token).catch((error: unknown) => ({
      whole: false,
      text: `${each}: ${error instanceof Error ? error.message : String(error)}`,
    }));
    (sentence.whole ? process.stdout : process.stderr).write(`${sentence.text}\n`);
    failed ||= !sentence.whole;
  }
  return failed ? 1 : 0;
}

/** Two months of one counter are some seconds of work. */
const importTimeoutMs = 300_000;

const replySchema = z.object({
  report: z.object({
    manifest: usbManifestSchema,
    manifestHash: z.string(),
    entries: z.number(),
    problem: z.object({ type: z.string(), title: z.string() }).nullable(),
    ackedSeq: z.number().nullable(),
    results: z.number(),
  }),
  answer: z.base64(),
});
const refusalSchema = z.object({ title: z.string(), detail: z.string().optional() });

async function importOne(
  folder: string,
  adminUrl: string,
  token: string,
): Promise<{ readonly whole: boolean; readonly text: string }> {
  const transport = createHttpTransport({ baseUrl: adminUrl });
  try {
    const reply = await transport.send({
      method: 'POST',
      path: '/admin/imports',
      headers: {
        ...versionHeaders,
        authorization: `Bearer ${token}`,
        'content-type': 'application/octet-stream',
      },
      body: await readExport(folder),
      timeoutMs: importTimeoutMs,
      maxResponseBytes: limits.usbAnswerBytesMax,
    });
    if (reply.kind === 'failed') return { whole: false, text: `${folder}: ${reply.reason} ${reply.detail}` };
    return await told(folder, reply.status, readJson(reply.body));
  } finally {
    await transport.close();
  }
}

async function told(
  folder: string,
  status: number,
  json: unknown,
): Promise<{ readonly whole: boolean; readonly text: string }> {
  if (status !== 200) {
    const refused = refusalSchema.safeParse(json);
    const why = refused.success ? `${refused.data.title} ${refused.data.detail ?? ''}` : `status ${status}`;
    return { whole: false, text: `${folder}: ${why}` };
  }
  const { report, answer } = replySchema.parse(json);
  await writeAnswer(folder, Buffer.from(answer, 'base64'));
  return { whole: report.problem === null, text: `${folder}: ${reportText(report)}` };
}

function reportText(
  report: Omit<ImportReport, 'problem'> & { readonly problem: { readonly title: string } | null },
) {
  const { counter, from, to, recharges, sumPaise, firstReceipt, lastReceipt } = report.manifest;
  return [
    `counter ${counter}, entries ${from} to ${to}: ${recharges} recharges, ${formatRupees(sumPaise)}`,
    ...(firstReceipt === null ? [] : [`receipts ${firstReceipt} to ${lastReceipt}`]),
    `words: ${hashWords(report.manifestHash, wordlist).join(' ')}`,
    `on record up to entry ${report.ackedSeq ?? 'none'}, ${report.results} answers on the stick`,
    ...(report.problem === null ? [] : [`NOT ALL TAKEN: ${report.problem.title}`]),
  ].join('\n  ');
}
