import type { TypedOption } from './option.ts'
import { OptionCode } from './optionCode.ts'
import type { OptionCodec } from './optionCodec.ts'
import { auth } from './options/auth.ts'
import { userClass, vendorClass } from './options/classData.ts'
import { domainList } from './options/domainList.ts'
import { clientId, serverId } from './options/duid.ts'
import { elapsedTime } from './options/elapsedTime.ts'
import { rapidCommit, reconfAccept } from './options/flag.ts'
import { iaAddr } from './options/iaAddr.ts'
import { iaNa } from './options/iaNa.ts'
import { iaPd } from './options/iaPd.ts'
import { iaPrefix } from './options/iaPrefix.ts'
import { iaTa } from './options/iaTa.ts'
import { ntpServer } from './options/ntpServer.ts'
import { oro } from './options/oro.ts'
import { pdExclude } from './options/pdExclude.ts'
import { preference } from './options/preference.ts'
import { reconfMsg } from './options/reconfMsg.ts'
import { interfaceId, relayMsg } from './options/relay.ts'
import { infMaxRt, informationRefreshTime, solMaxRt } from './options/seconds.ts'
import { dnsServers, sntpServers } from './options/serverList.ts'
import { statusCode } from './options/statusCode.ts'
import { unicast } from './options/unicast.ts'
import { vendorOpts } from './options/vendorOpts.ts'

/** One row per option of the union; a missing or wrong one does not compile. */
export const optionTable: {
  readonly [Code in TypedOption['code']]: OptionCodec<Extract<TypedOption, { readonly code: Code }>>
} = {
  [OptionCode.CLIENTID]: clientId,
  [OptionCode.SERVERID]: serverId,
  [OptionCode.IA_NA]: iaNa,
  [OptionCode.IA_TA]: iaTa,
  [OptionCode.IAADDR]: iaAddr,
  [OptionCode.ORO]: oro,
  [OptionCode.PREFERENCE]: preference,
  [OptionCode.ELAPSED_TIME]: elapsedTime,
  [OptionCode.RELAY_MSG]: relayMsg,
  [OptionCode.AUTH]: auth,
  [OptionCode.UNICAST]: unicast,
  [OptionCode.STATUS_CODE]: statusCode,
  [OptionCode.RAPID_COMMIT]: rapidCommit,
  [OptionCode.USER_CLASS]: userClass,
  [OptionCode.VENDOR_CLASS]: vendorClass,
  [OptionCode.VENDOR_OPTS]: vendorOpts,
  [OptionCode.INTERFACE_ID]: interfaceId,
  [OptionCode.RECONF_MSG]: reconfMsg,
  [OptionCode.RECONF_ACCEPT]: reconfAccept,
  [OptionCode.DNS_SERVERS]: dnsServers,
  [OptionCode.DOMAIN_LIST]: domainList,
  [OptionCode.IA_PD]: iaPd,
  [OptionCode.IAPREFIX]: iaPrefix,
  [OptionCode.SNTP_SERVERS]: sntpServers,
  [OptionCode.INFORMATION_REFRESH_TIME]: informationRefreshTime,
  [OptionCode.NTP_SERVER]: ntpServer,
  [OptionCode.PD_EXCLUDE]: pdExclude,
  [OptionCode.SOL_MAX_RT]: solMaxRt,
  [OptionCode.INF_MAX_RT]: infMaxRt,
}
