import { connect } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { receiptDocument } from '../../../printers/receipt/receipt-document.ts';
import type { VirtualFault } from '../../../printers/virtual/faults.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../../printers/virtual/virtual-printer.ts';
import { tokenFacts } from '../../fixtures/receipt-facts.ts';
import { printerRig } from '../../harness/printer-rig.ts';

const receipt = receiptDocument(tokenFacts);
const open: VirtualPrinter[] = [];

afterEach(async () => {
  for (const printer of open.splice(0)) await printer.stop();
});

async function printer(fault?: VirtualFault): Promise<VirtualPrinter> {
  const started = await startVirtualPrinter({ widthDots: 576, speedMmPerS: 600 });
  open.push(started);
  if (fault !== undefined) started.setFault(fault);
  return started;
}

describe('a printer that answers badly', () => {
  it.each<VirtualFault>([{ kind: 'noAnswer' }, { kind: 'wrongId' }, { kind: 'lateAnswer', delayMs: 60_000 }])(
    '%o: the slip is whole, yet never called proven',
    async (fault) => {
      const device = await printer(fault);
      const rig = printerRig(device.port);
      rig.print('j1', receipt);
      await rig.until('the end', () => rig.stepState('j1') === 'uncertain');
      expect(rig.steps('j1').at(-1)).toMatchObject({ reason: 'no-proof' });
      expect(rig.steps('j1').some(({ state }) => state === 'confirmed')).toBe(false);
      await rig.until('the slip', () => device.slips.length === 1);
    },
  );

  it('late but in time: confirmed', async () => {
    const device = await printer({ kind: 'lateAnswer', delayMs: 1_500 });
    const rig = printerRig(device.port);
    rig.print('j1', receipt);
    await rig.until('the end', () => rig.stepState('j1') === 'confirmed');
    expect(device.slips).toHaveLength(1);
  });

  it('mute: nothing is sent to it', async () => {
    const device = await printer({ kind: 'mute' });
    const rig = printerRig(device.port);
    rig.print('j1', receipt);
    await rig.until('blocked', () => rig.stepState('j1') === 'blocked');
    expect(rig.steps('j1').at(-1)).toMatchObject({ reason: 'silent', bytesAccepted: 0 });
    expect(device.rowsPrinted()).toBe(0);
    expect(rig.status()).toMatchObject({ state: 'stopped', reason: 'silent' });
  });

  it('in the hand of another computer: waits, then prints once', async () => {
    const device = await printer();
    const other = connect(device.port, '127.0.0.1');
    await new Promise((resolve) => other.once('connect', resolve));
    const rig = printerRig(device.port);
    rig.print('j1', receipt);
    await rig.until('blocked', () => rig.stepState('j1') === 'blocked');
    other.destroy();
    await rig.until('the end', () => rig.stepState('j1') === 'confirmed');
    expect(device.slips).toHaveLength(1);
  });
});

describe('a service that misbehaves or dies', () => {
  it('sends the same job twice: one slip', async () => {
    const device = await printer();
    const rig = printerRig(device.port);
    rig.print('j1', receipt);
    rig.print('j1', receipt);
    rig.print('j2', receipt);
    await rig.until('the end', () => rig.stepState('j2') === 'confirmed');
    expect(device.slips).toHaveLength(2);
  });

  it('dies while a job asks for permission: the job is forgotten and prints when sent again', async () => {
    const device = await printer();
    const rig = printerRig(device.port, 'virtual', 'by-hand');
    const questions = (): number => rig.messages.filter(({ type }) => type === 'mayISend').length;
    rig.print('j1', receipt);
    await rig.until('the question', () => questions() === 1);
    rig.loseLine();
    rig.reconnect();
    rig.print('j1', receipt);
    await rig.until('the question again', () => questions() === 2);
    rig.send({ type: 'go', jobId: 'j1', attempt: 1 });
    await rig.until('the end', () => rig.stepState('j1') === 'confirmed');
    expect(device.slips).toHaveLength(1);
  });

  it('gives a document that cannot be drawn: refused, and the next one prints', async () => {
    const device = await printer();
    const rig = printerRig(device.port);
    rig.print('j1', { ...receipt, endMark: '\u0007' });
    rig.print('j2', receipt);
    await rig.until('the end', () => rig.stepState('j2') === 'confirmed');
    expect(rig.steps('j1').at(-1)).toMatchObject({ state: 'failed', reason: 'bad-document' });
    rig.send({
      type: 'render',
      requestId: 'r1',
      document: { ...receipt, endMark: '\u0007' },
      widthDots: 576,
    });
    expect(rig.messages.at(-1)).toEqual({ type: 'renderRefused', requestId: 'r1', reason: 'bad-document' });
  });

  it('names a printer that is not there, or gives up what waits', async () => {
    const device = await printer({ kind: 'refuse' });
    const rig = printerRig(device.port);
    rig.send({ type: 'print', jobId: 'j0', attempt: 1, printerId: 'p9', document: receipt });
    expect(rig.steps('j0').at(-1)).toMatchObject({ state: 'failed', reason: 'unknown-printer' });
    rig.print('j1', receipt);
    rig.print('j2', receipt);
    await rig.until('blocked', () => rig.stepState('j1') === 'blocked');
    rig.send({ type: 'giveUp', jobId: 'j2' });
    rig.send({ type: 'giveUp', jobId: 'j1' });
    await rig.until('the end', () => rig.stepState('j1') === 'failed');
    for (const jobId of ['j1', 'j2']) {
      expect(rig.steps(jobId).at(-1)).toMatchObject({ reason: 'given-up', bytesAccepted: 0 });
    }
  });
});
