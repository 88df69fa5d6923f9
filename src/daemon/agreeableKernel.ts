import { endianness } from 'node:os'
import type { OpenRtnetlinkSocket } from '../adapters/linux/rtnetlink/socket.ts'
import { NLM_F_DUMP, NLMSG_DONE, NLMSG_ERROR } from '../wire/rtnetlink/constants.ts'

const LITTLE_ENDIAN = endianness() === 'LE'
const HEADER = 16
const ANSWER = 36

/** In place of a kernel: grants every request, and has nothing to dump. */
export const openAgreeableKernel: OpenRtnetlinkSocket = (_options, events) => {
  const answers: Uint8Array[] = []
  const receive = (): void => {
    for (const bytes of answers.splice(0)) events.onMessages(bytes)
  }
  return {
    send(messages) {
      const request = new DataView(messages.buffer, messages.byteOffset, messages.byteLength)
      for (let at = 0; at + HEADER <= request.byteLength;) {
        answers.push(answer(request, at))
        at += Math.max(HEADER, (request.getUint32(at, LITTLE_ENDIAN) + 3) & ~3)
      }
      // Like the kernel's, the answers come after send() has returned.
      void Promise.resolve().then(receive)
      return 0
    },
    receive,
    close: () => undefined,
  }
}

/**
 *     0        4      6       8          12     16      20
 *     | length | type | flags | sequence | port | error | the request's header
 */
function answer(request: DataView, at: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(ANSWER))
  const isDump = (request.getUint16(at + 6, LITTLE_ENDIAN) & NLM_F_DUMP) === NLM_F_DUMP
  view.setUint32(0, ANSWER, LITTLE_ENDIAN)
  view.setUint16(4, isDump ? NLMSG_DONE : NLMSG_ERROR, LITTLE_ENDIAN)
  view.setUint32(8, request.getUint32(at + 8, LITTLE_ENDIAN), LITTLE_ENDIAN)
  for (let i = 0; i < HEADER; i++) view.setUint8(20 + i, request.getUint8(at + i))
  return new Uint8Array(view.buffer)
}
