import { KD6_PROTOCOL, type KernelChange, type LinkAddress } from '../../../ports/netlink.ts'
import { errno, finding, type Verdict } from './verdict.ts'
import type { View } from './view.ts'

/**
 * Why a change would touch what is not ours, or null. The kernel would take an address over that somebody else has set,
 * with our mark and our lifetimes, and would leave its prefix length as it is without a word.
 */
export function ownershipVerdict(change: KernelChange, view: Pick<View, 'address'>): Verdict | null {
  switch (change.do) {
    case 'setLinkUp':
      return null
    case 'replaceAddress':
    case 'removeAddress': {
      const there = view.address(change.linkIndex, change.address)
      return there === null ? null : addressVerdict(change, there)
    }
    case 'replaceRoute':
    case 'removeRoute': {
      const { protocol } = change.route
      return protocol === KD6_PROTOCOL
        ? null
        : finding(errno.EPERM, `a route of protocol ${protocol} is not ours`)
    }
  }
}

function addressVerdict(
  change: Extract<KernelChange, { do: 'replaceAddress' | 'removeAddress' }>,
  { protocol, prefixLength }: LinkAddress,
): Verdict | null {
  const isRemoval = change.do === 'removeAddress'
  if (protocol !== null && protocol !== KD6_PROTOCOL) {
    return finding(isRemoval ? errno.EPERM : errno.EEXIST, `it is there and not ours (protocol ${protocol})`)
  }
  if (isRemoval || prefixLength === change.prefixLength) return null
  return finding(errno.EEXIST, `it is there with prefix length ${prefixLength}`)
}
