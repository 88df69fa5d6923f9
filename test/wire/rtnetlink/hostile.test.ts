import assert from 'node:assert/strict'
import fc from 'fast-check'
import { decodeDone, decodeError } from '../../../src/wire/rtnetlink/acknowledgement.ts'
import { decodeAddress } from '../../../src/wire/rtnetlink/address.ts'
import { decodeLink } from '../../../src/wire/rtnetlink/link.ts'
import { splitMessages, type NetlinkMessage } from '../../../src/wire/rtnetlink/message.ts'
import { decodeRoute, readRouteHeader } from '../../../src/wire/rtnetlink/route.ts'
import type { Decoded } from '../../../src/wire/wireError.ts'
import { payloadReader } from './annotated.ts'
import { ALL_VECTORS } from './vectors.ts'

const DECODERS: readonly ((message: NetlinkMessage) => Decoded<unknown>)[] = [
  decodeError,
  decodeDone,
  message => decodeLink(message.payload),
  message => decodeAddress(message.payload),
  message => decodeRoute(message.payload),
]

/** Every decoder gives a value or an error that lies within the message. */
function survives(datagram: Uint8Array, littleEndian: boolean): void {
  const { messages } = splitMessages(datagram, littleEndian)
  for (const message of messages) survivesMessage(message, littleEndian)
}

function survivesMessage(message: NetlinkMessage, littleEndian: boolean): void {
  const octets = message.payload.octets(0, message.payload.length)
  readRouteHeader(message.payload)
  for (const decode of DECODERS) {
    const result = decode({ ...message, payload: payloadReader(octets, littleEndian) })
    if (!result.ok) assert(result.error.offset >= 16 && result.error.offset <= 16 + octets.length + 20)
  }
}

describe('wire/rtnetlink: hostile octets', () => {
  it('survives random datagrams', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), survives), { numRuns: 5000 })
  })

  it('survives random payloads behind a good header', () => {
    const payloads = fc.uint8Array({ maxLength: 120 })
    fc.assert(
      fc.property(
        payloads,
        fc.integer({ min: 0, max: 0xffff }),
        fc.boolean(),
        (octets, flags, littleEndian) => {
          const payload = payloadReader(octets, littleEndian)
          survivesMessage({ type: 16, flags, sequence: 0, portId: 0, payload }, littleEndian)
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('survives every truncation of every payload', () => {
    for (const vector of ALL_VECTORS) {
      const { type, flags } = splitMessages(vector, true).messages[0]!
      for (let end = 16; end < vector.length; end++) {
        const payload = payloadReader(vector.subarray(16, end))
        survivesMessage({ type, flags, sequence: 0, portId: 0, payload }, true)
      }
    }
  })

  it('survives each octet of each vector set to 0, 1, 3, 255 and its complement', () => {
    for (const vector of ALL_VECTORS) {
      for (let at = 0; at < vector.length; at++) {
        for (const value of [0, 1, 3, 255, vector[at]! ^ 255]) {
          const octets = Uint8Array.from(vector)
          octets[at] = value
          survives(octets, true)
        }
      }
    }
  })
})
