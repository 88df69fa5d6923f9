import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Authentication, RFC 9915 §21.11. */
export interface AuthOption {
  readonly code: typeof OptionCode.AUTH
  /** 3 is the Reconfigure Key Authentication Protocol (RFC 9915 §20.4). */
  readonly protocol: number
  readonly algorithm: number
  /** The replay detection method; 0 means that `replayDetection` grows with each message. */
  readonly rdm: number
  /** 64 bits. */
  readonly replayDetection: bigint
  readonly information: Uint8Array
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+---------------+---------------+
 * 0 |   protocol    |   algorithm   |      RDM      |               |
 * 4 |                  replay detection (64 bits)                   |
 * 8 |                                               | information … |
 *   +---------------+---------------+---------------+---------------+
 */
export const auth: OptionCodec<AuthOption> = {
  decode: reader => ({
    code: OptionCode.AUTH,
    protocol: reader.uint8(),
    algorithm: reader.uint8(),
    rdm: reader.uint8(),
    replayDetection: reader.uint64(),
    information: reader.bytes(),
  }),
  encode: (writer, { protocol, algorithm, rdm, replayDetection, information }) => {
    writer.uint8(protocol)
    writer.uint8(algorithm)
    writer.uint8(rdm)
    writer.uint64(replayDetection)
    writer.bytes(information)
  },
}
