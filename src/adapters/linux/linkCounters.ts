import { readFileSync } from 'node:fs'
import type { LinkCounters } from '../../ports/linkCounters.ts'

/** Ip6InReceives counts before netfilter sees a packet. */
export const linkCounters: LinkCounters = {
  ipv6Received(linkName) {
    try {
      const counters = readFileSync(`/proc/net/dev_snmp6/${linkName}`, 'latin1')
      const match = /^Ip6InReceives\s+(\d+)/m.exec(counters)
      return match === null ? null : Number(match[1])
    } catch {
      return null
    }
  },
}
