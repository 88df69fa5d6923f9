import fc, { type Arbitrary } from 'fast-check'
import { ipv6Address } from '../../src/values/ipv6Address.ts'
import { ipv6Prefix } from '../../src/values/ipv6Prefix.ts'
import { decodeWith } from '../../src/wire/cursor.ts'
import { readDomainName } from '../../src/wire/domainName.ts'

/** Values as a packet can carry them, so that encoding loses nothing. */

/** Plain objects, as the codec makes them. */
export function record<T>(model: { [Key in keyof T]: Arbitrary<T[Key]> }): Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true })
}

export const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 })
export const address = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map(ipv6Address)
export const prefix = fc.tuple(address, fc.integer({ min: 0, max: 128 })).map(([a, n]) => ipv6Prefix(a, n))
export const data = fc.uint8Array({ maxLength: 80 })
export const text = fc.string({ unit: 'binary', maxLength: 40 })

/** Whole seconds below 0xffffffff, or Infinity. */
export const seconds = fc.oneof(fc.integer({ min: 0, max: 0xffff_fffe }), fc.constant(Infinity))

/** Names of one to four labels of any octets. */
export const domainName = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 63 }), { minLength: 1, maxLength: 3 })
  .map(labels => {
    const name = decodeWith(Uint8Array.from([...labels.flatMap(l => [l.length, ...l]), 0]), readDomainName)
    if (!name.ok) throw new Error(name.error.message)
    return name.value
  })
