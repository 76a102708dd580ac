import { afterEach, describe, expect, it } from 'vitest';

import { profileOf, type ProfileId } from '../../../printers/profile.ts';
import { packBitmap } from '../../../printers/raster/bitmap.ts';
import { layout } from '../../../printers/raster/layout.ts';
import { receiptDocument } from '../../../printers/receipt/receipt-document.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../../printers/virtual/virtual-printer.ts';
import { pendingFacts, tokenFacts } from '../../fixtures/receipt-facts.ts';
import { fonts, type PrinterRig, printerRig } from '../../harness/printer-rig.ts';

const receipt = receiptDocument(tokenFacts);
const open: VirtualPrinter[] = [];

afterEach(async () => {
  for (const printer of open.splice(0)) await printer.stop();
});

async function printer(widthDots = 576): Promise<VirtualPrinter> {
  const started = await startVirtualPrinter({ widthDots, speedMmPerS: 600 });
  open.push(started);
  return started;
}

async function settled(rig: PrinterRig, jobId: string): Promise<string> {
  await rig.until(`the end of ${jobId}`, () =>
    ['confirmed', 'uncertain', 'failed'].includes(rig.stepState(jobId)),
  );
  return rig.stepState(jobId);
}

describe('a receipt on paper', () => {
  it('is confirmed as printed and every dot arrived', async () => {
    const device = await printer();
    const rig = printerRig(device.port);
    rig.print('j1', receipt);
    expect(await settled(rig, 'j1')).toBe('confirmed');
    expect(rig.steps('j1').at(-1)).toMatchObject({ level: 'printed', attempt: 1 });
    expect(device.protocolFaults).toEqual([]);
    const bitmap = layout(receipt, 576, fonts);
    const paper = Buffer.concat(device.slips[0]?.rows ?? []).subarray(0, 72 * bitmap.heightDots);
    expect(paper.equals(Buffer.from(packBitmap(bitmap)))).toBe(true);
    expect(device.events).toContain('cut: partial');
  });

  it.each<[ProfileId, number, string, string]>([
    ['generic-80-escpos', 576, 'confirmed', 'processed'],
    ['generic-58-escpos', 384, 'uncertain', 'needs-eyes'],
  ])('on %s ends as %s', async (profile, width, state, detail) => {
    const device = await printer(width);
    const rig = printerRig(device.port, profile);
    rig.print('j1', receipt);
    expect(await settled(rig, 'j1')).toBe(state);
    const last = rig.steps('j1').at(-1);
    expect(last?.level ?? last?.reason).toBe(detail);
    await rig.until('the slip', () => device.slips.length === 1);
    expect(device.slips[0]?.widthDots).toBe(profileOf(profile).widthDots);
    expect(device.protocolFaults).toEqual([]);
  });

  it('comes one after the other, in order, with the drawer in between', async () => {
    const device = await printer();
    const rig = printerRig(device.port);
    for (const jobId of ['j1', 'j2', 'j3']) rig.print(jobId, receipt);
    rig.send({ type: 'openDrawer', printerId: 'p1' });
    expect(await settled(rig, 'j3')).toBe('confirmed');
    expect(device.slips).toHaveLength(3);
    expect(device.events.filter((event) => event === 'drawer: pin 0')).toHaveLength(1);
  });

  it('sends no byte of the job before the permission', async () => {
    const device = await printer();
    const rig = printerRig(device.port, 'virtual', 'by-hand');
    rig.print('j1', receipt);
    await rig.until('the question', () => rig.messages.some((message) => message.type === 'mayISend'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(device.bytesReceived()).toBeLessThanOrEqual(24);
    expect(device.rowsPrinted()).toBe(0);
    rig.send({ type: 'go', jobId: 'j1', attempt: 2 });
    rig.send({ type: 'go', jobId: 'j1', attempt: 1 });
    expect(await settled(rig, 'j1')).toBe('confirmed');
  });

  it('waits as blocked while the printer is off, and prints by itself when it is back', async () => {
    const device = await printer();
    device.setFault({ kind: 'refuse' });
    const rig = printerRig(device.port);
    rig.print('j1', receipt);
    await rig.until('blocked', () => rig.stepState('j1') === 'blocked');
    expect(rig.steps('j1').at(-1)).toMatchObject({ reason: 'not-reached', bytesAccepted: 0 });
    expect(rig.status()).toMatchObject({ state: 'stopped', reason: 'not-reached' });
    device.clearFault();
    expect(await settled(rig, 'j1')).toBe('confirmed');
    expect(device.slips).toHaveLength(1);
  });

  it('draws the preview with the very dots of the paper', async () => {
    const device = await printer();
    const rig = printerRig(device.port);
    rig.send({ type: 'render', requestId: 'r1', document: receiptDocument(pendingFacts), widthDots: 384 });
    const rendered = rig.messages.find((message) => message.type === 'rendered');
    const expected = Buffer.from(packBitmap(layout(receiptDocument(pendingFacts), 384, fonts)));
    expect(rendered).toMatchObject({ requestId: 'r1', bits: expected.toString('base64') });
  });
});

describe('a fault in the middle of a slip', () => {
  it.each([
    [{ kind: 'paperOut', atRow: 400 } as const, 'paper-end'],
    [{ kind: 'coverOpen', atRow: 0 } as const, 'cover-open'],
    [{ kind: 'jam', atRow: 900 } as const, 'cutter'],
  ])('%o stalls and goes on to one whole slip', async (fault, reason) => {
    const device = await printer();
    const rig = printerRig(device.port, 'virtual', 'by-hand');
    rig.print('j1', receipt);
    await rig.until('the question', () => rig.messages.some((message) => message.type === 'mayISend'));
    device.setFault(fault);
    rig.send({ type: 'go', jobId: 'j1', attempt: 1 });
    await rig.until('stalled', () => rig.stepState('j1') === 'stalled');
    expect(rig.steps('j1').at(-1)?.reason).toBe(reason);
    expect(rig.status()).toMatchObject({ state: 'stopped', reason });
    device.feedPaper();
    expect(await settled(rig, 'j1')).toBe('confirmed');
    expect(device.slips).toHaveLength(1);
    expect(rig.status()).toMatchObject({ state: 'ready', reason: 'none' });
  });

  it('given up, it is uncertain, nothing prints later, and the next slip is clean', async () => {
    const device = await printer();
    const rig = printerRig(device.port);
    device.setFault({ kind: 'paperOut', atRow: 300 });
    rig.print('j1', receipt);
    await rig.until('stalled', () => rig.stepState('j1') === 'stalled');
    rig.send({ type: 'giveUp', jobId: 'j1' });
    expect(await settled(rig, 'j1')).toBe('uncertain');
    device.clearFault();
    rig.print('j2', receipt);
    expect(await settled(rig, 'j2')).toBe('confirmed');
    expect(device.protocolFaults).toEqual([]);
    const bitmap = layout(receipt, 576, fonts);
    const expected = Buffer.from(packBitmap(bitmap));
    const last = Buffer.concat(device.slips.at(-1)?.rows ?? []);
    expect(last.includes(expected)).toBe(true);
  });

  it.each(['reset', 'silent'] as const)(
    'power off (%s) is uncertain and never printed again',
    async (how) => {
      const device = await printer();
      const rig = printerRig(device.port);
      device.setFault({ kind: 'powerOff', atRow: 500, how });
      rig.print('j1', receipt);
      if (how === 'silent') {
        await rig.until('sending', () => ['awaiting', 'stalled'].includes(rig.stepState('j1')));
        rig.send({ type: 'giveUp', jobId: 'j1' });
      }
      expect(await settled(rig, 'j1')).toBe('uncertain');
      device.clearFault();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(device.slips.filter((slip) => slip.end === 'cut')).toHaveLength(0);
      expect(rig.messages.filter((message) => message.type === 'mayISend')).toHaveLength(1);
    },
  );
});
