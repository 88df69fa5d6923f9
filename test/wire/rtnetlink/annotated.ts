import assert from 'node:assert/strict'
import { parseHex } from '../../../src/values/bytes.ts'
import { HostReader } from '../../../src/wire/rtnetlink/hostReader.ts'
import { MESSAGE_HEADER, splitMessages, type NetlinkMessage } from '../../../src/wire/rtnetlink/message.ts'
import { MessageWriter } from '../../../src/wire/rtnetlink/messageWriter.ts'

/** Octets from hexadecimal text; spaces and line ends don't count, and `#` begins a comment. */
export function annotated(text: string): Uint8Array {
  const octets = parseHex(text.replace(/#.*$/gm, '').replace(/\s/g, ''))
  assert(octets !== null, 'the vector is not hexadecimal')
  return octets
}

/** A reader of octets that stand behind a message's header. */
export function payloadReader(octets: Uint8Array, littleEndian = true): HostReader {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  return new HostReader(view, littleEndian, 0, octets.length, MESSAGE_HEADER)
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
