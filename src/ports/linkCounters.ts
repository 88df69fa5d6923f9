/** What the kernel has counted on a link, to tell silence from a firewall. */
export interface LinkCounters {
  /** IPv6 packets that arrived on the link, before any filter; null where the kernel does not say. */
  ipv6Received(linkName: string): number | null
}
