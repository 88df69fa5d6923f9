import { MAX_RA_DELAY_TIME, ND_PREFERRED_LIMIT, ND_VALID_LIMIT } from '../../rules/nd/variables.ts'
import { milliseconds, seconds } from '../types/duration.ts'
import { integer, oneOf, orWord, yesOrNo } from '../types/scalar.ts'
import { setting } from '../setting.ts'

const ROUTER_VARIABLES = 'RFC 4861 §6.2.1'
/** The largest finite value of a 32-bit lifetime or timer; the next one means infinity. */
const LARGEST_FINITE = 0xffff_fffe

/** When Router Advertisements go out. */
export const advertisingSettings = {
  advSendAdvertisements: setting({
    scope: 'lan',
    type: yesOrNo,
    default: true,
    help: 'send Router Advertisements and answer Router Solicitations',
    variable: 'AdvSendAdvertisements',
    source: ROUTER_VARIABLES,
  }),
  maxRtrAdvInterval: setting({
    scope: 'lan',
    type: seconds({ low: 4, high: 65535 }),
    default: 600,
    help: 'longest time between unsolicited multicast advertisements',
    variable: 'MaxRtrAdvInterval',
    source: `${ROUTER_VARIABLES}, RFC 8319 §4`,
  }),
  minRtrAdvInterval: setting({
    scope: 'lan',
    type: orWord(seconds({ low: 3, high: 49151.25 }), { auto: 'auto' }),
    default: 'auto',
    help: 'shortest time between them, at most 0.75 of the longest; auto is 0.33 of it, or all of it below 9 s',
    variable: 'MinRtrAdvInterval',
    source: ROUTER_VARIABLES,
  }),
  raDelay: setting({
    scope: 'lan',
    type: orWord(seconds({ low: 0, high: MAX_RA_DELAY_TIME }), { auto: 'auto' }),
    default: 'auto',
    help: 'upper limit of the random delay before a solicited advertisement; auto is 0.5 s when another router is heard on the link or many solicit at once, else a few milliseconds (a deviation)',
    variable: 'MAX_RA_DELAY_TIME',
    source: 'RFC 4861 §6.2.6',
  }),
  raUnicast: setting({
    scope: 'lan',
    type: oneOf('auto|always|never', ['auto', 'always', 'never']),
    default: 'auto',
    help: 'answer a Router Solicitation by unicast: auto when it carries its link-layer address, always whenever it has a source address, never',
    source: 'RFC 7772 §5.1',
  }),
}

/** What a Router Advertisement says. */
export const advertisedSettings = {
  advCurHopLimit: setting({
    scope: 'lan',
    type: integer('HOPS', 0, 255),
    default: 64,
    help: 'hop limit that hosts are told to use; 0 says nothing',
    variable: 'AdvCurHopLimit',
    source: ROUTER_VARIABLES,
  }),
  advManagedFlag: setting({
    scope: 'lan',
    type: yesOrNo,
    default: false,
    help: 'the M flag: addresses are available by DHCPv6',
    variable: 'AdvManagedFlag',
    source: ROUTER_VARIABLES,
  }),
  advOtherConfigFlag: setting({
    scope: 'lan',
    type: yesOrNo,
    default: false,
    help: 'the O flag: other configuration is available by DHCPv6',
    variable: 'AdvOtherConfigFlag',
    source: ROUTER_VARIABLES,
  }),
  advLinkMtu: setting({
    scope: 'lan',
    type: orWord(integer('OCTETS', 1280, 65535), { '0': 0 }),
    default: 0,
    help: 'MTU that hosts are told to use; 0 says nothing',
    variable: 'AdvLinkMTU',
    source: ROUTER_VARIABLES,
  }),
  advReachableTime: setting({
    scope: 'lan',
    type: milliseconds({ low: 0, high: 3_600_000, whole: true }),
    default: 0,
    help: 'time for which hosts take a neighbour as reachable; 0 says nothing',
    variable: 'AdvReachableTime',
    source: ROUTER_VARIABLES,
  }),
  advRetransTimer: setting({
    scope: 'lan',
    type: milliseconds({ low: 0, high: 0xffff_ffff, whole: true }),
    default: 0,
    help: 'time between Neighbor Solicitations of hosts; 0 says nothing',
    variable: 'AdvRetransTimer',
    source: ROUTER_VARIABLES,
  }),
  advDefaultLifetime: setting({
    scope: 'lan',
    type: seconds({ low: 0, high: 65535, whole: true }),
    default: ND_PREFERRED_LIMIT,
    help: 'router lifetime: how long hosts keep this router as a default router; 0 = not at all, else at least MaxRtrAdvInterval',
    variable: 'AdvDefaultLifetime',
    source: `${ROUTER_VARIABLES}, RFC 8319 §4, RFC 9096 §3.4 (BCP 234)`,
  }),
  advDefaultPreference: setting({
    scope: 'lan',
    type: oneOf('high|medium|low', ['high', 'medium', 'low']),
    default: 'medium',
    help: 'preference of this router over others on the link',
    variable: 'AdvDefaultPreference',
    source: 'RFC 4191 §2.2',
  }),
  advPreferredLifetime: setting({
    scope: 'lan',
    type: seconds({ low: 0, high: LARGEST_FINITE, whole: true, infinity: true }),
    default: ND_PREFERRED_LIMIT,
    help: 'preferred lifetime of a prefix; what the lease still has is never exceeded',
    variable: 'AdvPreferredLifetime',
    source: `${ROUTER_VARIABLES}, RFC 9096 §3.4 (BCP 234)`,
  }),
  advValidLifetime: setting({
    scope: 'lan',
    type: seconds({ low: 0, high: LARGEST_FINITE, whole: true, infinity: true }),
    default: ND_VALID_LIMIT,
    help: 'valid lifetime of a prefix; what the lease still has is never exceeded',
    variable: 'AdvValidLifetime',
    source: `${ROUTER_VARIABLES}, RFC 9096 §3.4 (BCP 234)`,
  }),
  advOnLinkFlag: setting({
    scope: 'lan',
    type: yesOrNo,
    default: true,
    help: 'the L flag of a prefix: its addresses are on the link',
    variable: 'AdvOnLinkFlag',
    source: ROUTER_VARIABLES,
  }),
  advAutonomousFlag: setting({
    scope: 'lan',
    type: yesOrNo,
    default: true,
    help: 'the A flag of a prefix: hosts make their addresses from it',
    variable: 'AdvAutonomousFlag',
    source: ROUTER_VARIABLES,
  }),
}
