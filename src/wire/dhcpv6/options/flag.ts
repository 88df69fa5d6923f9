import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Rapid Commit, RFC 9915 §21.14: says all by being there. */
export interface RapidCommitOption {
  readonly code: typeof OptionCode.RAPID_COMMIT
}

/** Reconfigure Accept, RFC 9915 §21.20: says all by being there. */
export interface ReconfAcceptOption {
  readonly code: typeof OptionCode.RECONF_ACCEPT
}

const writeNothing = (): void => undefined

export const rapidCommit: OptionCodec<RapidCommitOption> = {
  decode: () => ({ code: OptionCode.RAPID_COMMIT }),
  encode: writeNothing,
}

export const reconfAccept: OptionCodec<ReconfAcceptOption> = {
  decode: () => ({ code: OptionCode.RECONF_ACCEPT }),
  encode: writeNothing,
}
