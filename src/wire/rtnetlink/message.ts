import type { WireError } from '../wireError.ts'
import { aligned } from './attribute.ts'
import { HostReader } from './hostReader.ts'

export const MESSAGE_HEADER = 16

export interface NetlinkMessage {
  readonly type: number
  readonly flags: number
  /** 0 in notifications, else that of the request. */
  readonly sequence: number
  /** The netlink port whose request it answers, or 0. */
  readonly portId: number
  /** What follows the header; a view into the datagram. */
  readonly payload: HostReader
}

/**
 * Splits a datagram into its messages, up to the first that doesn't fit.
 *
 *      0           4            6             8           12          16
 *      | nlmsg_len | nlmsg_type | nlmsg_flags | nlmsg_seq | nlmsg_pid | payload … | padding to 4
 */
export function splitMessages(
  datagram: Uint8Array,
  littleEndian: boolean,
): { messages: NetlinkMessage[]; error: WireError | null } {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength)
  const reader = new HostReader(view, littleEndian)
  const messages: NetlinkMessage[] = []
  for (let start = 0; start < datagram.length;) {
    const left = datagram.length - start
    const length = left < MESSAGE_HEADER ? 0 : reader.u32(start)
    if (length < MESSAGE_HEADER || length > left) {
      reader.fail('truncated', `message of ${length} octets, ${left} left`, start)
      break
    }
    const payloadStart = start + MESSAGE_HEADER
    messages.push({
      type: reader.u16(start + 4),
      flags: reader.u16(start + 6),
      sequence: reader.u32(start + 8),
      portId: reader.u32(start + 12),
      payload: new HostReader(view, littleEndian, payloadStart, start + length, MESSAGE_HEADER),
    })
    start += aligned(length)
  }
  return { messages, error: reader.problem }
}
