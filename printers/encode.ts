import thermal from 'node-thermal-printer';

import { assert } from '../counter/result.ts';
import type { Profile } from './profile.ts';
import { rasterBands, withoutRealTimeCommands } from './raster-bands.ts';
import { type Bitmap, packBitmap } from './raster/bitmap.ts';

export interface EncodedJob {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly bands: number;
}

/** Four characters that the printer answers with when everything before them is on paper. */
export type JobTag = string;

/**
 * The whole job as bytes: initialise, automatic status on, raster bands, feed, cut, and last the question
 * that proves the paper. `resync` first fills up a raster that an uncertain job may have left open.
 */
export function encodeJob(
  bitmap: Bitmap,
  profile: Profile,
  job: { readonly tag: JobTag; readonly resync: boolean },
): EncodedJob {
  assert(bitmap.widthDots === profile.widthDots, 'a slip is drawn for the width of its printer');
  const builder = newBuilder();
  const add = (...bytes: number[]): void => builder.add(Buffer.from(bytes));
  if (job.resync) builder.add(Buffer.alloc(profile.resyncNulBytes));
  add(0x1b, 0x40);
  if (profile.asksStatus) add(...encodeAutoStatus());
  const packed = packBitmap(bitmap);
  const rowBytes = bitmap.widthDots / 8;
  const bands = rasterBands(packed, rowBytes, profile.raster);
  for (const { fromRow, rows } of bands) {
    add(0x1d, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8);
    const data = packed.subarray(fromRow * rowBytes, (fromRow + rows) * rowBytes);
    builder.add(Buffer.from(withoutRealTimeCommands(data)));
  }
  add(0x1b, 0x64, profile.feedLinesBeforeCut);
  if (profile.cut === 'partial') add(0x1d, 0x56, 1);
  add(...proofQuestion(profile, job.tag));
  return { bytes: builder.getBuffer(), rows: bitmap.heightDots, bands: bands.length };
}

/** Opens the drawer, with pulse times that the builder's own command leaves out. Empty without one. */
export function encodeDrawerPulse(profile: Profile): Uint8Array {
  if (profile.drawer === 'none') return new Uint8Array(0);
  const { pin, on, off } = profile.drawer;
  return Uint8Array.of(0x1b, 0x70, pin, on, off);
}

/** DLE EOT: asks for one part of the status, answered at once. */
export function encodeStatusQuestion(question: number): Uint8Array {
  return Uint8Array.of(0x10, 0x04, question);
}

/** GS a: from now on the printer tells every change of its status by itself. */
export function encodeAutoStatus(): Uint8Array {
  return Uint8Array.of(0x1d, 0x61, 0xff);
}

/** Leaves an open raster and clears the buffers of a printer that stands still in an error. */
export function encodeClear(): Uint8Array {
  return Uint8Array.of(0x10, 0x05, 2, 0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);
}

function proofQuestion(profile: Profile, tag: JobTag): number[] {
  assert(/^[0-9A-Z]{4}$/u.test(tag), `a process id has four characters, got ${tag}`);
  const characters = Array.from(Buffer.from(tag, 'latin1'));
  switch (profile.confirm) {
    case 'gs_h':
      return [0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, ...characters];
    case 'gs_r':
      return [0x1d, 0x72, 1];
    case 'operator':
      return [];
  }
}

/**
 * The package as command builder only: its transports call a job printed that never left this computer.
 * Without the name of an interface it makes none.
 */
function newBuilder(): InstanceType<typeof thermal.ThermalPrinter> {
  return new thermal.ThermalPrinter({
    type: thermal.PrinterTypes.EPSON,
    breakLine: thermal.BreakLine.NONE,
    interface: '',
  });
}
