import { describe, expect, it } from 'vitest';

import { usbTransport, type UsbBus } from '../../../printers/transports/usb.ts';

type UsbDevice = Awaited<ReturnType<UsbBus['getDevices']>>[number];

/** A device double with a scanner interface first and a printer interface second. */
function device(take: (chunk: Uint8Array) => number): { usb: UsbDevice; calls: string[] } {
  const calls: string[] = [];
  const note =
    (what: string) =>
    (...args: unknown[]): Promise<void> => {
      calls.push([what, ...args].join(' '));
      return Promise.resolve();
    };
  const endpoints = [
    { endpointNumber: 1, direction: 'out', type: 'bulk' },
    { endpointNumber: 2, direction: 'in', type: 'bulk' },
  ];
  const answers = [Uint8Array.of(0x37, 0x22, 0x30), Uint8Array.of(0x41, 0x33, 0x46, 0)];
  const usb = {
    vendorId: 0x04b8,
    productId: 0x0202,
    serialNumber: 'SIM1',
    configuration: {
      interfaces: [
        {
          interfaceNumber: 0,
          alternates: [{ interfaceClass: 3, interfaceProtocol: 0, alternateSetting: 0, endpoints }],
        },
        {
          interfaceNumber: 1,
          alternates: [
            {
              interfaceClass: 7,
              interfaceProtocol: 1,
              alternateSetting: 0,
              endpoints: endpoints.slice(0, 1),
            },
            { interfaceClass: 7, interfaceProtocol: 2, alternateSetting: 1, endpoints },
          ],
        },
      ],
    },
    open: note('open'),
    close: note('close'),
    claimInterface: note('claim'),
    releaseInterface: note('release'),
    detachKernelDriver: note('detach'),
    attachKernelDriver: note('attach'),
    selectAlternateInterface: note('select'),
    controlTransferOut: note('control'),
    transferOut: (_endpoint: number, chunk: Uint8Array) => Promise.resolve({ bytesWritten: take(chunk) }),
    transferIn: async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const answer = answers.shift();
      if (answer === undefined) throw new Error('transferIn error: Cancelled');
      return { data: new DataView(answer.buffer) };
    },
  };
  return { usb: usb as unknown as UsbDevice, calls };
}

const address = { vendorId: 0x04b8, productId: 0x0202, serial: '' };

describe('a printer on USB', () => {
  it('takes the bidirectional printer interface and gives it back', async () => {
    const { usb, calls } = device((chunk) => chunk.length);
    const opened = await usbTransport(address, { getDevices: () => Promise.resolve([usb]) }).open();
    if (!opened.ok) throw new Error('not opened');
    const replies: unknown[] = [];
    opened.value.onReply((reply) => replies.push(reply));
    expect(await opened.value.write(new Uint8Array(10_000), 100)).toEqual({ accepted: 10_000, end: 'ok' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(replies).toEqual([{ kind: 'processId', tag: '0A3F' }]);
    await opened.value.close();
    expect(calls).toEqual(['open', 'detach 1', 'claim 1', 'select 1 1', 'release 1', 'attach 1', 'close']);
  });

  it('counts exactly what was taken when the printer stops taking, and when it is unplugged', async () => {
    for (const [message, end] of [
      ['transferOut error: Cancelled', 'stalled'],
      ['transferOut error: Fault', 'gone'],
    ] as const) {
      let left = 2;
      const { usb } = device((chunk) => {
        if (left === 0) throw new Error(message);
        left -= 1;
        return chunk.length;
      });
      const opened = await usbTransport(address, { getDevices: () => Promise.resolve([usb]) }).open();
      if (!opened.ok) throw new Error('not opened');
      expect(await opened.value.write(new Uint8Array(20_000), 5)).toEqual({ accepted: 8_192, end });
      await opened.value.close();
    }
  });

  it('is not reached where there is no USB, no such device, or another program holds it', async () => {
    const none = { getDevices: () => Promise.reject(new Error('/sys/bus/usb/devices/ not found')) };
    expect((await usbTransport(address, none).open()).ok).toBe(false);
    expect((await usbTransport(address, { getDevices: () => Promise.resolve([]) }).open()).ok).toBe(false);
    const { usb } = device(() => 0);
    usb.claimInterface = () => Promise.reject(new Error('interface is busy (errno 16)'));
    const bus = { getDevices: () => Promise.resolve([usb]) };
    expect((await usbTransport(address, bus).open()).ok).toBe(false);
  });
});
