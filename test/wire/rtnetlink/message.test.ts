import assert from 'node:assert/strict'
import { ipv6Address } from '../../../src/values/ipv6Address.ts'
import { splitMessages } from '../../../src/wire/rtnetlink/message.ts'
import { MessageWriter } from '../../../src/wire/rtnetlink/messageWriter.ts'
import { ACKNOWLEDGED, ALL_VECTORS, DEFAULT_ROUTE, LINK_IN_DUMP } from './vectors.ts'

const PORT_ID = new DataView(LINK_IN_DUMP.buffer).getUint32(12, true)

describe('wire/rtnetlink: messages', () => {
  it('splits a datagram of several messages', () => {
    const { messages, error } = splitMessages(Uint8Array.from([...LINK_IN_DUMP, ...DEFAULT_ROUTE]), true)
    assert.equal(error, null)
    assert.deepEqual(
      messages.map(({ type, flags, sequence, portId, payload }) => [
        type,
        flags,
        sequence,
        portId,
        payload.length,
      ]),
      [
        [16, 2, 7, PORT_ID, 1136],
        [24, 0x600, 0x6b02c3e3, 0x3a91, 100],
      ],
    )
  })

  it('pads each message to four octets and counts only what is inside', () => {
    const writer = new MessageWriter(true)
    writer.begin(16, 1, 5).u8(0xaa).end()
    writer.begin(17, 0, 6).end()
    assert.equal(writer.length, 36)
    const { messages, error } = splitMessages(writer.finish(), true)
    assert.equal(error, null)
    assert.deepEqual(
      messages.map(m => [m.type, m.sequence, m.payload.length]),
      [
        [16, 5, 1],
        [17, 6, 0],
      ],
    )
  })

  it('grows wherever its memory ends', () => {
    for (let filler = 480; filler <= 512; filler++) {
      const writer = new MessageWriter(true)
      writer
        .begin(16, 1, 5)
        .octets(new Uint8Array(filler - 16))
        .u8(1)
        .u16(0x0302)
        .u32(0x07060504)
      writer.ipv6(ipv6Address(0x08n)).attributeU32(9, 10).end()
      const { messages, error } = splitMessages(writer.finish(), true)
      assert.equal(error, null)
      const written = messages[0]!.payload.octets(filler - 16, 31)
      assert.deepEqual([...written], [1, 2, 3, 4, 5, 6, 7, ...new Uint8Array(15), 8, 8, 0, 9, 0, 10, 0, 0, 0])
    }
  })

  it('takes either byte order', () => {
    const writer = new MessageWriter(false)
    writer.begin(0x1234, 0x5678, 0x9abcdef0).u16(0x0102).u16(0x0304).end()
    assert.deepEqual(
      [...writer.finish().subarray(0, 12)],
      [0, 0, 0, 20, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0],
    )
    const [message] = splitMessages(writer.finish(), false).messages
    assert.equal(message!.sequence, 0x9abcdef0)
    assert.equal(message!.payload.u32(0), 0x01020304)
  })

  it('reports every truncation of every vector, and where', () => {
    for (const vector of ALL_VECTORS) {
      for (let length = 1; length < vector.length; length++) {
        const { messages, error } = splitMessages(vector.subarray(0, length), true)
        assert.deepEqual([messages.length, error?.kind, error?.offset], [0, 'truncated', 0])
      }
    }
  })

  it('keeps the messages before a malformed one', () => {
    const octets = Uint8Array.from([...ACKNOWLEDGED, 15, 0, 0, 0, ...new Uint8Array(20)])
    const { messages, error } = splitMessages(octets, true)
    assert.equal(messages.length, 1)
    assert.deepEqual(error, {
      kind: 'truncated',
      path: '',
      offset: 36,
      message: 'message of 15 octets, 24 left',
    })
  })

  it('finds nothing in an empty datagram', () => {
    assert.deepEqual(splitMessages(new Uint8Array(0), true), { messages: [], error: null })
  })
})
