/** RFC 4291 appendix A: a modified EUI-64 of an Ethernet address; null where the port has none. */
export function eui64(hardwareAddress: Uint8Array): bigint | null {
  if (hardwareAddress.length !== 6) return null
  let id = 0n
  for (const [i, octet] of hardwareAddress.entries()) {
    if (i === 3) id = (id << 16n) | 0xfffen
    id = (id << 8n) | BigInt(i === 0 ? octet ^ 0x02 : octet)
  }
  return id
}

/** The router's own suffix on a port: as set, moved on by as many addresses as were found in use (RFC 4862 §5.4.5). */
export function interfaceId(setting: bigint | 'eui64', hardwareAddress: Uint8Array, inUse: number): bigint {
  const first = setting === 'eui64' ? (eui64(hardwareAddress) ?? 1n) : setting
  return BigInt.asUintN(64, first + BigInt(inUse))
}
