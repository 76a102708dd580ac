/** CRC-16 with the reflected polynomial 0xA001. Started at 0xFFFF it is MODBUS, at 0 it is ARC. */
export function crc16(bytes: Uint8Array, start: number): number {
  let register = start;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      register = register & 1 ? (register >>> 1) ^ 0xa001 : register >>> 1;
    }
  }
  return register;
}

/** The check sum of a token: CRC-16/MODBUS, stored low byte first. */
export function tokenCrc(bytes: Uint8Array): number {
  const sum = crc16(bytes, 0xffff);
  return ((sum & 0xff) << 8) | (sum >>> 8);
}
