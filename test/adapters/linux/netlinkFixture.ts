import assert from 'node:assert/strict'

import { ipBatch, run } from '../../lab/command.ts'
import { Namespace } from '../../lab/namespace.ts'
import { RemoteNetlink } from './remoteNetlink.ts'

export interface NetlinkFixture {
  readonly namespace: Namespace
  /** Started anew for each test. */
  readonly netlink: RemoteNetlink
  indexOf(name: string): Promise<number>
}

/**
 * Gives the tests of a `describe` a namespace with two ports, wan0 and lan0, whose other ends are isp0 and host0 in
 * the same namespace.
 */
export function netlinkFixture(): NetlinkFixture {
  const namespace = new Namespace(`kd6-netlink-${process.pid}`, 'router')
  let netlink: RemoteNetlink

  before(async () => {
    await run(['ip', 'netns', 'add', namespace.name])
    await namespace.ip('link set lo up')
    netlink = new RemoteNetlink(namespace.name)
  })

  after(async () => {
    await netlink.close()
    await run(['ip', 'netns', 'del', namespace.name])
  })

  beforeEach(async () => {
    await ipBatch(PORTS, namespace)
    assert.equal(await netlink.start(), null)
  })

  afterEach(async () => {
    await netlink.end()
    const { links } = await netlink.freshView()
    const made = links.filter(({ kind, name }) => kind === 'bridge' || /^(wan|lan)/.test(name))
    const removals = made.map(({ name }) => `link del ${name}`)
    await ipBatch(removals, namespace)
    await namespace.ip('-6 route flush table all type unreachable')
  })

  return {
    namespace,
    get netlink() {
      return netlink
    },
    async indexOf(name) {
      const { links } = await netlink.view()
      const link = links.find(link => link.name === name)
      assert(link !== undefined, name)
      return link.index
    },
  }
}

const PORTS = [
  'link add wan0 address 02:00:00:00:00:01 type veth peer name isp0',
  'link add lan0 address 02:00:00:00:00:02 mtu 1492 type veth peer name host0',
  'link set isp0 up',
  'link set host0 up',
  'link set wan0 up',
  'link set lan0 up',
]
