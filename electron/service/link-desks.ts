import { randomInt } from 'node:crypto';
import type { JournalKeeper } from './journal-keeper.ts';
import { type OutageWatch, outageWatch } from './outage-watch.ts';
import type { HeadEndPorts } from './head-end-line.ts';
import { type HeadEndDesk, headEndDesk } from './upload-loop.ts';

/** The head end, and who watches whether it is missed. */
export function linkDesks(
  ports: Pick<HeadEndPorts, 'config' | 'clock' | 'log' | 'appVersion' | 'transport'>,
  keeper: JournalKeeper,
  changed: () => void,
): { readonly headEnd: HeadEndDesk; readonly outages: OutageWatch } {
  const { config, clock, log, appVersion, transport } = ports;
  const headEnd = headEndDesk({
    config,
    clock,
    log,
    keeper,
    appVersion,
    chance: () => randomInt(2 ** 32) / 2 ** 32,
    transport,
    onChange: () => {
      outages.look();
      changed();
    },
    onAnswers: changed,
  });
  const { proposeAfterMs } = config.outage;
  const outages = outageWatch({ clock, proposeAfterMs, keeper, headEnd: () => headEnd, changed });
  return { headEnd, outages };
}
