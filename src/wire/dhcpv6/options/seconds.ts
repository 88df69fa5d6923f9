import type { Seconds } from '../../../values/time.ts'
import { readSeconds, writeSeconds } from '../../lifetime.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Information Refresh Time, RFC 9915 §21.23. Each of these three is four octets. */
export interface InformationRefreshTimeOption {
  readonly code: typeof OptionCode.INFORMATION_REFRESH_TIME
  readonly seconds: Seconds
}

/** SOL_MAX_RT, RFC 9915 §21.24; only 60 to 86400 counts, which is for the reader to check. */
export interface SolMaxRtOption {
  readonly code: typeof OptionCode.SOL_MAX_RT
  readonly seconds: Seconds
}

/** INF_MAX_RT, RFC 9915 §21.25; only 60 to 86400 counts, which is for the reader to check. */
export interface InfMaxRtOption {
  readonly code: typeof OptionCode.INF_MAX_RT
  readonly seconds: Seconds
}

export const informationRefreshTime: OptionCodec<InformationRefreshTimeOption> = {
  decode: reader => ({ code: OptionCode.INFORMATION_REFRESH_TIME, seconds: readSeconds(reader) }),
  encode: (writer, { seconds }) => writeSeconds(writer, seconds),
}

export const solMaxRt: OptionCodec<SolMaxRtOption> = {
  decode: reader => ({ code: OptionCode.SOL_MAX_RT, seconds: readSeconds(reader) }),
  encode: (writer, { seconds }) => writeSeconds(writer, seconds),
}

export const infMaxRt: OptionCodec<InfMaxRtOption> = {
  decode: reader => ({ code: OptionCode.INF_MAX_RT, seconds: readSeconds(reader) }),
  encode: (writer, { seconds }) => writeSeconds(writer, seconds),
}
