import type { Profile } from './profile.ts';

/** A stretch of rows that goes out as one raster command. */
export interface Band {
  readonly fromRow: number;
  readonly rows: number;
}

/** How far back a cut is moved to fall on an empty row, where a seam cannot be seen. */
const seamSearchRows = 24;

export function rasterBands(packed: Uint8Array, rowBytes: number, raster: Profile['raster']): Band[] {
  const maxRows = bandRows(rowBytes, raster);
  const allRows = packed.length / rowBytes;
  const bands: Band[] = [];
  let fromRow = 0;
  while (fromRow < allRows) {
    const rows =
      allRows - fromRow <= maxRows ? allRows - fromRow : rowsToSeam(packed, rowBytes, fromRow, maxRows);
    bands.push({ fromRow, rows });
    fromRow += rows;
  }
  return bands;
}

/** The largest multiple of eight rows that a profile's buffer takes. */
function bandRows(rowBytes: number, raster: Profile['raster']): number {
  const rows = Math.min(raster.maxBandRows, Math.floor(raster.maxBandBytes / rowBytes));
  return Math.max(8, rows - (rows % 8));
}

function rowsToSeam(packed: Uint8Array, rowBytes: number, fromRow: number, maxRows: number): number {
  for (let rows = maxRows; rows > maxRows - seamSearchRows && rows > 8; rows -= 1) {
    const start = (fromRow + rows - 1) * rowBytes;
    if (packed.subarray(start, start + rowBytes).every((byte) => byte === 0)) return rows;
  }
  return maxRows;
}

/**
 * Real-time commands are obeyed even inside image data: they would open the drawer or clear the buffer.
 * One dot of the leading byte is left white wherever two bytes look like the start of one.
 */
export function withoutRealTimeCommands(data: Uint8Array): Uint8Array {
  const safe = Uint8Array.from(data);
  for (let i = 0; i + 1 < safe.length; i += 1) {
    const next = safe[i + 1];
    if (safe[i] === 0x10 && (next === 0x04 || next === 0x05 || next === 0x14)) safe[i] = 0;
  }
  return safe;
}
