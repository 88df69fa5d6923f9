import type { Link, Netlink } from '../../ports/netlink.ts'
import type { Advertiser } from '../advertiser.ts'
import { usableLinkLocal } from '../requestingRouter/upstreamLink.ts'

/** One LAN port: what is known of it, and its advertiser. */
export class LanPort {
  readonly name: string
  readonly advertiser: Advertiser
  /** How many of the router's own addresses were found in use by others. */
  addressesInUse = 0
  /** The link's index when it was last seen up; another one is another port of the same name. */
  upIndex: number | null = null
  /** The link's index that we have set up. */
  setUpIndex: number | null = null

  constructor(name: string, advertiser: Advertiser) {
    this.name = name
    this.advertiser = advertiser
  }

  /** Tells the advertiser what the port is now: it speaks only from a port that is up and has a link-local. */
  look(link: Link | null, netlink: Netlink): void {
    const source = link?.up === true && link.running ? usableLinkLocal(netlink, link) : null
    if (link === null || source === null) {
      this.advertiser.linkLost()
      return
    }
    const { index, mtu, hardwareAddress: linkLayerAddress } = link
    this.advertiser.setLink({ index, mtu, source, linkLayerAddress })
  }
}
