import { execFileSync, fork, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterEach, describe, expect, it } from 'vitest';

import type { FromPrinter, ToPrinter } from '../../../printers/printer-messages.ts';
import { receiptDocument } from '../../../printers/receipt/receipt-document.ts';
import { tokenFacts } from '../../fixtures/receipt-facts.ts';

const root = new URL('../../../', import.meta.url).pathname;
const endings: (() => void)[] = [];

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

interface Lines {
  readonly heard: Record<string, unknown>[];
  say(line: object): void;
  until(event: string): Promise<Record<string, unknown>>;
}

function startVirtualPrinterProgram(folder: string, width: string): Lines {
  const child = spawn(
    process.execPath,
    ['printers/virtual/run.ts', '--port', '0', '--dir', folder, '--width', width],
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  endings.push(() => child.kill());
  const heard: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    heard.push(JSON.parse(line) as Record<string, unknown>);
  });
  return {
    heard,
    say: (line) => void child.stdin.write(`${JSON.stringify(line)}\n`),
    until: async (event) => {
      for (let i = 0; i < 2_000; i += 1) {
        const found = heard.find((line) => line['event'] === event);
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`no ${event}: ${JSON.stringify(heard)}`);
    },
  };
}

/** The printer process as plain Node starts it, with a service that grants every permission. */
async function printReceipt(port: number, profile: 'virtual' | 'generic-58-escpos'): Promise<FromPrinter[]> {
  const child = fork(join(root, 'printers/printer-process.ts'), { stdio: 'inherit' });
  endings.push(() => child.kill());
  const messages: FromPrinter[] = [];
  const send = (message: ToPrinter): void => void child.send(message);
  return new Promise((resolve) => {
    child.on('message', (received) => {
      const message = received as FromPrinter;
      messages.push(message);
      if (message.type === 'ready') {
        const device = { kind: 'tcp', host: '127.0.0.1', port } as const;
        send({ type: 'configure', printers: [{ id: 'p1', profile, device }] });
        const document = receiptDocument(tokenFacts);
        send({ type: 'print', jobId: 'j1', attempt: 1, printerId: 'p1', document });
      }
      if (message.type === 'mayISend') send({ type: 'go', jobId: message.jobId, attempt: message.attempt });
      const ended = message.type === 'step' && ['confirmed', 'uncertain', 'failed'].includes(message.state);
      if (ended) resolve(messages);
    });
  });
}

function hasZbar(): boolean {
  try {
    execFileSync('zbarimg', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('the two programs together', () => {
  it.each([
    ['576', 'virtual', 'confirmed'],
    ['384', 'generic-58-escpos', 'uncertain'],
  ] as const)(
    '%s dots: the process prints, the paper is a PNG that a reader reads back',
    async (width, profile, end) => {
      const folder = mkdtempSync(join(tmpdir(), 'counter-paper-'));
      endings.push(() => rmSync(folder, { recursive: true, force: true }));
      const printer = startVirtualPrinterProgram(folder, width);
      const { port } = await printer.until('ready');
      const messages = await printReceipt(Number(port), profile);
      expect(messages.at(-1)).toMatchObject({ type: 'step', state: end });
      await printer.until('slip');
      expect(readdirSync(folder)).toEqual(['0001-slip.png']);
      if (!hasZbar()) {
        console.warn('skipped: reading the QR code back. apt-get install -y zbar-tools');
        return;
      }
      const read = execFileSync('zbarimg', ['-q', '--raw', join(folder, '0001-slip.png')], {
        encoding: 'utf8',
      });
      expect(read.trim()).toBe(tokenFacts.qrText);
    },
  );

  it('the control channel sets and clears faults, and refuses what it does not know', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'counter-paper-'));
    endings.push(() => rmSync(folder, { recursive: true, force: true }));
    const printer = startVirtualPrinterProgram(folder, '576');
    const { port } = await printer.until('ready');
    printer.say({ fault: { kind: 'paperOut', atRow: 300 } });
    printer.say({ fault: { kind: 'flood' } });
    await printer.until('refused');
    const printing = printReceipt(Number(port), 'virtual');
    for (
      let i = 0;
      i < 2_000 && !printer.heard.some(({ what }) => String(what).startsWith('stopped'));
      i += 1
    ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    printer.say({ fault: null });
    const steps = (await printing).flatMap((message) => (message.type === 'step' ? [message.state] : []));
    expect(steps).toContain('stalled');
    expect(steps.at(-1)).toBe('confirmed');
  });
});
