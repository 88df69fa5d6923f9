import { forPort, type LanSettings, type Settings } from '../config/settings.ts'
import type { AdvertiserVariables } from '../rules/nd/variables.ts'
import type { LanPortSettings, LanRouterSettings } from '../roles/lanRouter/types.ts'
import type { RequestingRouterSettings } from '../roles/requestingRouter/types.ts'
import { secondsUntil, instant, type Instant } from '../values/time.ts'

/** RFC 9915 §18.2.1 asks for a random delay against a storm of all routers at once, after a power cut above all. */
const SOL_MAX_DELAY = 1
const FIVE_MINUTES = 300

/** `isFirstOfBoot`: no kd6 has run with this state directory since the machine booted. */
export function requestingRouterSettings(
  settings: Settings,
  linkName: string,
  iaid: number,
  isFirstOfBoot: boolean,
  now: Instant,
): RequestingRouterSettings {
  const { solicitMaxDelay, prefixHint, rapidCommit, releaseOnStop } = forPort(settings.wan, linkName)
  const justBooted = isFirstOfBoot && secondsUntil(now, instant(0)) < FIVE_MINUTES
  return {
    linkName,
    iaid,
    prefixHint,
    rapidCommit,
    releaseOnStop,
    firstSolicitDelay: solicitMaxDelay === 'auto' ? (justBooted ? SOL_MAX_DELAY : 0) : solicitMaxDelay,
    laterSolicitDelay: solicitMaxDelay === 'auto' ? SOL_MAX_DELAY : solicitMaxDelay,
  }
}

export function lanRouterSettings(settings: Settings, wans: readonly string[]): LanRouterSettings {
  const byServer = wans.filter(wan => forPort(settings.wan, wan).defaultRoute === 'dhcp-server')
  const chosen = [...settings.subnetId].map(([port, id]) => [port, BigInt(id)] as const)
  return {
    lanPorts: settings.lanPorts,
    lan: name => lanPortSettings(forPort(settings.lan, name)),
    chosenSubnetIds: new Map(chosen),
    wans,
    routedToServer: new Set(byServer),
    manageSysctl: settings.manageSysctl,
  }
}

function lanPortSettings(lan: LanSettings): LanPortSettings {
  return {
    routerAddress: lan.routerAddress,
    sends: lan.advSendAdvertisements,
    onLink: lan.advOnLinkFlag,
    autonomous: lan.advAutonomousFlag,
    variables: advertiserVariables(lan),
  }
}

function advertiserVariables(lan: LanSettings): AdvertiserVariables {
  return {
    MaxRtrAdvInterval: lan.maxRtrAdvInterval,
    MinRtrAdvInterval: lan.minRtrAdvInterval,
    solicitedDelay: lan.raDelay,
    unicastAnswers: lan.raUnicast,
    AdvManagedFlag: lan.advManagedFlag,
    AdvOtherConfigFlag: lan.advOtherConfigFlag,
    AdvDefaultPreference: lan.advDefaultPreference,
    AdvLinkMTU: lan.advLinkMtu,
    AdvReachableTime: lan.advReachableTime,
    AdvRetransTimer: lan.advRetransTimer,
    AdvCurHopLimit: lan.advCurHopLimit,
    AdvDefaultLifetime: lan.advDefaultLifetime,
    AdvValidLifetime: lan.advValidLifetime,
    AdvPreferredLifetime: lan.advPreferredLifetime,
    optionLifetime: lan.advValidLifetime,
    withdrawsPrefixes: false,
  }
}
