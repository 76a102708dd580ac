import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { profileOf } from '../../printers/profile.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../printers/virtual/virtual-printer.ts';
import { atMost, type Measure } from './bench-row.ts';
import { openCounterInOutage } from './counter-in-outage.ts';
import { percentiles } from './percentiles.ts';
import { benchReceipt } from './receipt-bench.ts';

const profile = profileOf('virtual');
/** After a slip its proof is still written to the journal. */
const restMs = 100;

export async function receiptMeasures(drawn = 200, printed = 40): Promise<Measure[]> {
  const drawing = benchReceipt({ receipts: drawn });
  const paper = percentiles(await firstBytes(printed));
  return [
    { what: 'document → dots → bytes, p99', measured: drawing.p99Ms, unit: 'ms', goal: atMost(60) },
    { what: 'document → dots → bytes, p50', measured: drawing.p50Ms, unit: 'ms', goal: null },
    { what: 'the very first one, fonts and all', measured: drawing.coldMs, unit: 'ms', goal: null },
    { what: 'request → first byte at the device, p99', measured: paper.p99, unit: 'ms', goal: atMost(100) },
    { what: 'request → first byte at the device, p50', measured: paper.p50, unit: 'ms', goal: null },
  ];
}

/**
 * From the request of a sale to the first byte of its slip at the device, through the service and the
 * printer process, while the head end is down. The goal runs from the commit, which comes a little later.
 */
async function firstBytes(count: number): Promise<number[]> {
  const printer = await startVirtualPrinter({ widthDots: profile.widthDots, speedMmPerS: 2_000 });
  const wire = await openWire(printer.port);
  try {
    const selling = await openCounterInOutage({ printerPort: wire.port, wrapper: [] });
    try {
      const timesMs: number[] = [];
      for (let sold = 0; sold < count; sold += 1) {
        const slip = wire.nextSlip();
        const startedMs = performance.now();
        await selling.sell();
        timesMs.push((await slip) - startedMs);
        await slipsPrinted(printer, sold + 1);
      }
      return timesMs;
    } finally {
      await selling.close();
    }
  } finally {
    await wire.close();
    await printer.stop();
  }
}

/** The printer is at rest again, as it is when the next person stands at the counter. */
async function slipsPrinted({ slips }: VirtualPrinter, count: number): Promise<void> {
  const patienceMs = performance.now() + 20_000;
  while (slips.length < count) {
    if (performance.now() > patienceMs)
      throw new Error(`only ${slips.length} of ${count} slips were printed`);
    await delay(20);
  }
  await delay(restMs);
}

/** The cable: passes everything on, and knows when a slip begins (ESC @ opens each). */
async function openWire(
  printerPort: number,
): Promise<{ readonly port: number; nextSlip(): Promise<number>; close(): Promise<void> }> {
  const slipBegins = Buffer.from([0x1b, 0x40]);
  const sockets = new Set<Socket>();
  let told: ((atMs: number) => void) | null = null;
  const server: Server = createServer((counterSide) => {
    const printerSide = connect(printerPort, '127.0.0.1');
    for (const socket of [counterSide, printerSide]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
    }
    counterSide.on('data', (bytes) => {
      if (bytes.includes(slipBegins)) {
        told?.(performance.now());
        told = null;
      }
    });
    counterSide.pipe(printerSide).pipe(counterSide);
    counterSide.on('close', () => printerSide.destroy());
    printerSide.on('close', () => counterSide.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the wire has no port');
  return {
    port: address.port,
    nextSlip: () =>
      new Promise((resolve) => {
        told = resolve;
      }),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
