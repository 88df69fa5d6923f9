import assert from 'node:assert/strict'

import { KD6_PROTOCOL } from '../../../src/ports/netlink.ts'
import { formatHex } from '../../../src/values/bytes.ts'
import { ipv6AddressToBytes } from '../../../src/values/ipv6Address.ts'
import { ipBatch } from '../../lab/command.ts'
import { comparable, ip, prefix, replaceAddress, route } from './kernelObjects.ts'
import { netlinkFixture } from './netlinkFixture.ts'
import { RemoteNetlink } from './remoteNetlink.ts'

describe('adapters/linux: the netlink view on this kernel', function () {
  this.timeout(60_000)
  const fixture = netlinkFixture()

  it('equals a fresh dump after a burst that overran its queue', async () => {
    const small = new RemoteNetlink(fixture.namespace.name)
    assert.equal(await small.start({ monitorBuffer: 4096 }), null)
    small.stop()
    await ipBatch(
      Array.from({ length: 400 }, (_, number) => [
        `addr add 2001:db8:1::${(number + 1).toString(16)}/128 dev lan0 nodad`,
        `route add unreachable 2001:db8:2:${(number + 1).toString(16)}::/64 proto 107`,
      ]).flat(),
      fixture.namespace,
    )
    await fixture.namespace.ip('link set lan0 name lan7')
    small.resume()
    await small.until(event => event.type === 'resync')
    const view = await small.view()
    assert.equal(view.routes.length, 400)
    assert(view.links.some(({ name }) => name === 'lan7'))
    assert.deepEqual(comparable(view), comparable(await small.freshView()))
    await small.close()
  })

  it('catches up with a burst while it listens', async () => {
    const small = new RemoteNetlink(fixture.namespace.name)
    assert.equal(await small.start({ monitorBuffer: 4096 }), null)
    const names = Array.from({ length: 60 }, (_, number) => `burst${number}`)
    await ipBatch(
      names.flatMap(name => [`link add ${name} type bridge`, `link set ${name} up`, `link set ${name} down`]),
      fixture.namespace,
    )
    await ipBatch(
      [...names.slice(1).map(name => `link del ${name}`), 'link set burst0 name last'],
      fixture.namespace,
    )
    const isCaughtUp = async (): Promise<boolean> => {
      const { links } = await small.view()
      return links.some(({ name }) => name === 'last') && !links.some(({ name }) => name.startsWith('burst'))
    }
    while (!(await isCaughtUp())) await small.until(() => true)
    assert.deepEqual(comparable(await small.view()), comparable(await small.freshView()))
    await small.close()
  })

  it('shows what the netlink package dumps', async () => {
    const wan0 = await fixture.indexOf('wan0')
    await fixture.netlink.apply([
      replaceAddress(wan0, '2001:db8::1', 3600, 5400),
      { do: 'replaceRoute', route: route({}) },
      {
        do: 'replaceRoute',
        route: route({
          destination: prefix('::/0'),
          type: 'unicast',
          linkIndex: wan0,
          gateway: ip('fe80::1'),
        }),
      },
    ])
    const ours = await fixture.netlink.freshView()
    const theirs = await fixture.netlink.oracleDump()
    assert.deepEqual(
      ours.links.map(({ index, name, mtu, up, running, hardwareAddress }) => [
        index,
        name,
        mtu,
        up,
        running,
        formatHex(hardwareAddress),
      ]),
      theirs.links.map(({ data, attrs }) => [
        data.index,
        attrs.ifname,
        attrs.mtu,
        data.flags?.up ?? false,
        data.flags?.running ?? false,
        formatHex(attrs.address!),
      ]),
    )
    const addresses = (list: readonly (readonly unknown[])[]): unknown[] =>
      list.map(row => row.join(' ')).toSorted()
    assert.deepEqual(
      addresses(
        ours.addresses.map(({ linkIndex, address, prefixLength, linkLocal, tentative }) => [
          linkIndex,
          formatHex(ipv6AddressToBytes(address)),
          prefixLength,
          linkLocal,
          tentative,
        ]),
      ),
      addresses(
        theirs.addresses.map(({ data, attrs }) => [
          data.index,
          formatHex(attrs.address!),
          data.prefixlen,
          data.scope === 253,
          data.flags?.tentative ?? false,
        ]),
      ),
    )
    const theirRoutes = theirs.routes.filter(({ data }) => String(data.protocol) === `${KD6_PROTOCOL}`)
    assert.deepEqual(
      addresses(
        ours.routes.map(({ destination, type, metric, table }) => [destination.length, type, metric, table]),
      ),
      addresses(
        theirRoutes.map(({ data, attrs }) => [
          data.dstLen ?? 0,
          String(data.type).toLowerCase(),
          attrs.priority,
          attrs.table,
        ]),
      ),
    )
  })
})
