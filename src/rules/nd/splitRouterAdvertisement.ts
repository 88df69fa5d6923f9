import { encodeNd, type RouterAdvertisement } from '../../wire/nd/message.ts'
import { NdOptionType, type NdOption } from '../../wire/nd/option.ts'

const IPV6_HEADER = 40

/**
 * RFC 4861 §6.2.3, RFC 6980 §5: the packets of `advertisement` for a link of `mtu` octets, each whole by itself, since
 * none may be fragmented. Options keep their order; every packet names the sender's link-layer address, so that
 * whichever arrives first saves the host a Neighbor Solicitation.
 */
export function splitRouterAdvertisement(advertisement: RouterAdvertisement, mtu: number): Uint8Array[] {
  const whole = encodeNd(advertisement)
  if (whole.length <= mtu - IPV6_HEADER) return [whole]
  const inAll = advertisement.options.filter(isInAll)
  const packet = (options: readonly NdOption[]) =>
    encodeNd({ ...advertisement, options: [...inAll, ...options] })
  const overhead = packet([]).length
  const sizes = advertisement.options.map(option => packet([option]).length - overhead)
  const packets: NdOption[][] = [[]]
  let room = mtu - IPV6_HEADER - overhead
  advertisement.options.forEach((option, index) => {
    if (isInAll(option)) return
    const size = sizes[index]!
    if (size > room && packets.at(-1)!.length > 0) {
      packets.push([])
      room = mtu - IPV6_HEADER - overhead
    }
    packets.at(-1)!.push(option)
    room -= size
  })
  return packets.map(packet)
}

function isInAll(option: NdOption): boolean {
  return option.type === NdOptionType.SOURCE_LINK_LAYER_ADDRESS
}
