import { ok } from '../../../counter/result.ts';
import { refuse } from '../refusal.ts';
import { atDesk } from '../signed-in.ts';
import { printUsbSlip, wordsOfStick } from '../usb-slip.ts';
import type { UseCase } from './use-case.ts';

/** Everything unsent onto a stick. From here on it counts as offered: it can no longer be cancelled here. */
export const usbExport: UseCase<'usb.export'> = async (context, { folder }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { usb } = context.headEnd;
  if (usb === null) return refuse('NOT_ENROLLED');
  const exported = await usb.exportTo(folder);
  if (!exported.ok) return exported;
  const { stick } = exported.value;
  printUsbSlip(context, desk.value.journal, stick);
  context.changed();
  const { from, to, recharges, sumPaise, firstReceipt, lastReceipt } = stick.manifest;
  const words = [...wordsOfStick(stick.hash)];
  return ok({
    folder: exported.value.folder,
    from,
    to,
    recharges,
    sumPaise,
    firstReceipt,
    lastReceipt,
    words,
  });
};
