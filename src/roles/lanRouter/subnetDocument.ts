import type { Document } from '../../ports/store.ts'

/** The document's name in the store: which subnet each port has. */
export const SUBNETS = 'subnets'

export function subnetDocument(subnetIds: ReadonlyMap<string, bigint>): Document {
  return Object.fromEntries([...subnetIds].map(([key, id]) => [key, id.toString()]))
}

/** Null when the document is not one of ours. */
export function readSubnetIds(document: Document): ReadonlyMap<string, bigint> | null {
  const ids = new Map<string, bigint>()
  for (const [key, value] of Object.entries(document)) {
    if (typeof value !== 'string' || !/^\d+$/.test(value)) return null
    ids.set(key, BigInt(value))
  }
  return ids
}
