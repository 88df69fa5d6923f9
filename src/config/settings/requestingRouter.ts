import { hostSuffix } from '../types/address.ts'
import { mapOf } from '../types/collection.ts'
import { seconds } from '../types/duration.ts'
import { integer, oneOf, orWord, portName, yesOrNo } from '../types/scalar.ts'
import { setting } from '../setting.ts'

/** Asking for a delegation on a WAN port. */
export const upstreamSettings = {
  solicitMaxDelay: setting({
    scope: 'wan',
    type: orWord(seconds({ low: 0, high: 3600 }), { auto: 'auto' }),
    default: 'auto',
    help: 'upper limit of the random delay before the first Solicit; auto is 1 s for the first start within five minutes of a boot and when carrier rises while kd6 runs, else 0',
    variable: 'SOL_MAX_DELAY',
    source: 'RFC 9915 §18.2.1',
  }),
  prefixHint: setting({
    scope: 'wan',
    type: orWord(integer('LENGTH', 1, 64, { unit: 'bits' }), { none: null, '0': null }),
    default: 56,
    help: 'length of the prefix to ask for, as a hint to the server; none or 0 gives no hint',
    source: 'RFC 8168 §3.1',
  }),
  rapidCommit: setting({
    scope: 'wan',
    type: yesOrNo,
    default: true,
    help: 'offer the server to answer a Solicit with a Reply at once',
    source: 'RFC 9915 §21.14',
  }),
  defaultRoute: setting({
    scope: 'wan',
    type: oneOf('ra|dhcp-server|none', ['ra', 'dhcp-server', 'none']),
    default: 'ra',
    help: 'where the default route comes from: ra = the kernel learns it from Router Advertisements, dhcp-server = via the link-local address of the DHCPv6 server for as long as the lease runs (as the kernel module does), none = left alone',
    source: 'RFC 7084 W-3',
  }),
  releaseOnStop: setting({
    scope: 'wan',
    type: yesOrNo,
    default: false,
    help: 'send a Release when kd6 stops for good; the next start may then get another prefix',
    source: 'RFC 9096 §3.1',
  }),
}

/** What LAN ports get out of a delegation. */
export const downstreamSettings = {
  subnetId: setting({
    scope: 'global',
    type: mapOf(portName, integer('ID', 0, 0xffff_ffff, { hexadecimal: true })),
    default: new Map<string, number>(),
    help: 'subnet ids chosen by hand, for each LAN port named; the others get 1, 2, 3 … in their order, and keep them',
  }),
  routerAddress: setting({
    scope: 'lan',
    type: orWord(hostSuffix, { eui64: 'eui64' }),
    default: 1n,
    help: "the router's own address in each subnet: the last 64 bits, or eui64 to make them from the port's MAC; the next one is taken when it is in use",
  }),
}
