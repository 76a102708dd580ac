import { openCounter, sale } from '../harness/counter-day.ts';
import { type JsonLinesCounter, startJsonLinesCounter } from '../harness/json-lines-counter.ts';
import { type Office, openOffice } from '../harness/office.ts';

/** A counter that sells while the head end is down: what this program is for, and its steadiest measure. */
export interface CounterInOutage {
  readonly office: Office;
  readonly counter: JsonLinesCounter;
  /** Milliseconds from the request of the next sale to its reply, both as lines of the service. */
  sell(): Promise<number>;
  close(): Promise<void>;
}

export async function openCounterInOutage(options: {
  /** Null sells without a printer. */
  readonly printerPort: number | null;
  /** Program and arguments before the counter's command. */
  readonly wrapper: readonly string[];
}): Promise<CounterInOutage> {
  const office = await openOffice({ printerPort: options.printerPort });
  const counter = await startJsonLinesCounter({
    data: office.dataFolder,
    config: office.configFile,
    wrapper: options.wrapper,
  }).catch(async (fault: unknown) => {
    await office.close();
    throw fault;
  });
  const close = async (): Promise<void> => {
    await counter.end();
    await office.close();
  };
  let sold = 0;
  const sell = async (): Promise<number> => {
    const consumer = office.consumers[sold % office.consumers.length]?.consumer ?? '';
    // Each sale has its own amount: the same one again would ask for a second person.
    const amountPaise = 100_00 + sold * 1_00;
    sold += 1;
    const asked = sale(consumer, { amountPaise, tenderedPaise: amountPaise });
    const startedMs = performance.now();
    const reply = await counter.call('recharge.record', asked);
    const tookMs = performance.now() - startedMs;
    if (!reply.ok) throw new Error(`a sale of the bench was refused: ${JSON.stringify(reply.error)}`);
    return tookMs;
  };
  try {
    await openCounter(counter);
    await office.headEnd.setFault('down');
    await counter.until('the head end is away', (state) => state.headEnd.link === 'not-answering');
    return { office, counter, sell, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}
