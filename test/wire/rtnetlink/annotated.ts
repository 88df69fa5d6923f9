import assert from 'node:assert/strict'
import { parseHex } from '../../../src/values/bytes.ts'
import { splitMessages, type NetlinkMessage } from '../../../src/wire/rtnetlink/message.ts'
import { MessageWriter } from '../../../src/wire/rtnetlink/messageWriter.ts'

/** Octets from hexadecimal text; spaces and line ends don't count, and `#` begins a comment. */
export function annotated(text: string): Uint8Array {
  const octets = parseHex(text.replace(/#.*$/gm, '').replace(/\s/g, ''))
  assert(octets !== null, 'the vector is not hexadecimal')
  return octets
}

/** The only message of a little-endian datagram. */
export function onlyMessage(datagram: Uint8Array): NetlinkMessage {
  const { messages, error } = splitMessages(datagram, true)
  assert.equal(error, null)
  assert.equal(messages.length, 1)
  return messages[0]!
}

/** Writes one message and reads its header again. */
export function written(body: (writer: MessageWriter) => void, littleEndian = true): NetlinkMessage {
  const writer = new MessageWriter(littleEndian)
  writer.begin(1, 0, 0)
  body(writer)
  writer.end()
  const { messages, error } = splitMessages(writer.finish(), littleEndian)
  assert.equal(error, null)
  assert.equal(messages.length, 1)
  return messages[0]!
}
