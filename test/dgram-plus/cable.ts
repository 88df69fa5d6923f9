import { withLab } from '../lab/lab.ts'
import type { Namespace } from '../lab/namespace.ts'
import { until } from '../lab/waiting.ts'
import { Peer } from './peer.ts'

export interface End {
  readonly namespace: Namespace
  readonly peer: Peer
  /** The port's name here, and its index. */
  readonly port: string
  readonly index: number
  /** Its link-local address, no longer tentative. */
  readonly address: string
}

/** Two namespaces, a veth cable between them, a peer in each. */
export async function withCable(use: (left: End, right: End) => Promise<void>): Promise<void> {
  await withLab(async lab => {
    const [left, right] = (await lab.addNamespaces(['left', 'right'])) as [Namespace, Namespace]
    await lab.connect([
      [
        { namespace: left, name: 'l0' },
        { namespace: right, name: 'r0' },
      ],
    ])
    for (const [namespace, port] of [
      [left, 'l0'],
      [right, 'r0'],
    ] as const) {
      // Duplicate address detection has nothing to find on a cable of two, and would take a second.
      await namespace.configure({
        'net/ipv6/conf/default/accept_dad': 0,
        [`net/ipv6/conf/${port}/accept_dad`]: 0,
      })
      await namespace.ip(`link set ${port} up`)
    }
    const ends = await Promise.all([endAt(left, 'l0'), endAt(right, 'r0')])
    try {
      await use(...ends)
    } finally {
      await Promise.all(ends.map(end => end.peer.stop()))
    }
  })
}

async function endAt(namespace: Namespace, port: string): Promise<End> {
  const peer = await Peer.start(namespace)
  const link = await until(`an address on ${port}`, 5000, async () => {
    const [found] = (await namespace.ipJson(
      `-6 addr show dev ${port} scope link -tentative`,
    )) as unknown[] as Shown[]
    return found?.addr_info[0] === undefined ? null : found
  })
  return { namespace, peer, port, index: link.ifindex, address: link.addr_info[0]!.local }
}

interface Shown {
  readonly ifindex: number
  readonly addr_info: readonly { readonly local: string }[]
}
