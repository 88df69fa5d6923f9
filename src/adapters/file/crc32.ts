const POLYNOMIAL = 0xedb8_8320

const TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let remainder = octet
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0)
  return remainder
})

/**
 * The CRC-32 of IEEE 802.3, which sees every burst of damage up to 32 bits. Our own, since node:zlib and the first
 * hash of node:crypto cost milliseconds to load before the first Solicit.
 */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const octet of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ octet) & 0xff]!
  return (crc ^ 0xffff_ffff) >>> 0
}
