import { crc32, deflateSync } from 'node:zlib';

/** A picture of paper: rows of packed bits, 1 = black, as a one-bit grey PNG (W3C PNG, third edition). */
export function pngOfRows(rows: readonly Uint8Array[], widthDots: number): Buffer {
  const rowBytes = Math.ceil(widthDots / 8);
  const raw = Buffer.alloc(rows.length * (rowBytes + 1));
  rows.forEach((row, y) => {
    const at = y * (rowBytes + 1) + 1;
    // In PNG 1 is white.
    for (let x = 0; x < rowBytes; x += 1) raw[at + x] = ~(row[x] ?? 0) & 0xff;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthDots, 0);
  header.writeUInt32BE(rows.length, 4);
  header[8] = 1;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
