import assert from 'node:assert/strict'

import { parseIpv6Address, type Ipv6Address } from '../../../src/values/ipv6Address.ts'
import { type End, withCable } from '../../dgram-plus/cable.ts'
import { RemoteSocket } from '../../dgram-plus/peer.ts'

const ROUTER_SOLICITATION = 133
const ROUTER_ADVERTISEMENT = 134

function address(text: string): Ipv6Address {
  const parsed = parseIpv6Address(text)
  assert.ok(parsed !== null, text)
  return parsed
}

async function openedClient(end: End): Promise<RemoteSocket> {
  const opened = await end.peer.openClient(end.port, end.index)
  assert.ok(opened instanceof RemoteSocket, JSON.stringify(opened))
  return opened
}

async function openedNd(end: End, types: readonly number[]): Promise<RemoteSocket> {
  const opened = await end.peer.openNd(types)
  assert.ok(opened instanceof RemoteSocket, JSON.stringify(opened))
  return opened
}

describe('adapters: DHCPv6 sockets', function () {
  this.timeout(30_000)

  it('multicasts from the address and port of the client, and hears answers from any port [CHG-5]', async () => {
    await withCable(async (router, isp) => {
      const client = await openedClient(router)
      const server = await isp.peer.createSocket({ type: 'udp6' })
      await server.call('bind', { port: 547 })
      await server.call('addMembership', 'ff02::1:2', isp.index)

      const solicit = Uint8Array.of(1, 0xab, 0xcd, 0xef)
      const groups = address('ff02::1:2')
      assert.equal(await client.call('send', solicit, address(router.address), groups, 547), null)
      const [heard] = await server.received(1)
      assert.deepEqual(
        [heard!.message, heard!['address'], heard!['port'], heard!['destination']],
        [solicit, router.address, 546, 'ff02::1:2'],
      )

      const other = await isp.peer.createSocket({ type: 'udp6' })
      const reply = { address: router.address, port: 546, interfaceIndex: isp.index }
      await server.call('send', { message: Uint8Array.of(7, 0xab, 0xcd, 0xef), ...reply })
      await client.received(1)
      await other.call('send', { message: Uint8Array.of(2, 0xab, 0xcd, 0xef), ...reply })
      const { port } = (await other.call('address')) as { port: number }
      const expected = [
        [7, 547],
        [2, port],
      ] as const
      assert.deepEqual(
        await client.received(2),
        expected.map(([type, sourcePort]) => ({
          payload: Uint8Array.of(type, 0xab, 0xcd, 0xef),
          source: address(isp.address),
          sourcePort,
          destination: address(router.address),
          linkIndex: router.index,
        })),
      )
    })
  })

  it('is refused where another client listens, and free again when that is closed', async () => {
    await withCable(async end => {
      const first = await openedClient(end)
      assert.deepEqual(await end.peer.openClient(end.port, end.index), {
        code: 'EADDRINUSE',
        call: 'bind',
        where: `${end.port} port 546`,
        message: 'address already in use',
      })
      await first.call('close')
      await openedClient(end)
    })
  })

  it('is refused where there is no such link, or another one under its name', async () => {
    await withCable(async end => {
      for (const [name, index] of [
        ['nowhere', 99],
        [end.port, end.index + 1],
      ] as const) {
        const refused = await end.peer.openClient(name, index)
        assert.ok('code' in refused)
        assert.deepEqual([refused.code, refused.where], ['ENODEV', `${name} port 546`])
      }
    })
  })

  it('gives what can’t be sent as a Fault', async () => {
    await withCable(async (router, isp) => {
      const client = await openedClient(router)
      const to = address('ff02::1:2')
      const refused = await client.call('send', Uint8Array.of(1), address(isp.address), to, 547)
      assert.deepEqual(refused, {
        code: 'EINVAL',
        call: 'sendmmsg',
        where: `${router.port} port 546`,
        message: 'invalid argument',
      })
      await router.namespace.ip(`link del ${router.port}`)
      const gone = await client.call('send', Uint8Array.of(1), address(router.address), to, 547)
      assert.deepEqual((gone as { code: string }).code, 'ENODEV')
      await client.call('close')
      const closed = await client.call('send', Uint8Array.of(1), address(router.address), to, 547)
      assert.deepEqual((closed as { code: string }).code, 'EBADF')
    })
  })
})

describe('adapters: ND sockets', function () {
  this.timeout(30_000)

  it('sends RS and RA with hop limit 255 from the source asked for, by multicast and unicast [ND-3]', async () => {
    await withCable(async (router, host) => {
      const advertiser = await openedNd(router, [ROUTER_SOLICITATION])
      const listener = await openedNd(host, [ROUTER_ADVERTISEMENT])
      assert.equal(await advertiser.call('join', address('ff02::2'), router.index), null)
      assert.equal(await advertiser.call('join', address('ff02::2'), router.index), null, 'twice is once')

      const rs = { payload: Uint8Array.of(133, 0, 0, 0, 0, 0, 0, 0), from: address(host.address) }
      const asked = await listener.call('send', [{ ...rs, linkIndex: host.index, to: address('ff02::2') }])
      assert.deepEqual(asked, [null])
      const [solicitation] = await advertiser.received(1)
      assert.deepEqual(
        { ...solicitation, payload: (solicitation!['payload'] as Uint8Array)[0] },
        {
          payload: ROUTER_SOLICITATION,
          source: address(host.address),
          destination: address('ff02::2'),
          linkIndex: router.index,
          hopLimit: 255,
        },
      )

      const ra = { payload: new Uint8Array(16), from: address(router.address), linkIndex: router.index }
      ra.payload[0] = ROUTER_ADVERTISEMENT
      const all = { ...ra, to: address('ff02::1') }
      const one = { ...ra, to: address(host.address) }
      const nowhere = { ...all, linkIndex: 9999 }
      assert.deepEqual(await advertiser.call('send', [all, nowhere, one]), [
        null,
        { code: 'ENODEV', call: 'sendmmsg', where: 'ff02::1 on link 9999', message: 'no such device' },
        null,
      ])
      const heard = await listener.received(2)
      assert.deepEqual(
        heard.map(({ destination, hopLimit, source }) => [destination, hopLimit, source]),
        [
          [address('ff02::1'), 255, address(router.address)],
          [address(host.address), 255, address(router.address)],
        ],
      )
      assert.deepEqual(advertiser.messages.length, 1, 'it does not hear itself')
    })
  })

  it('gives a join on a link that is gone as a Fault, and leaves without complaint', async () => {
    await withCable(async end => {
      const socket = await openedNd(end, [ROUTER_SOLICITATION])
      const group = address('ff02::2')
      assert.equal(await socket.call('join', group, end.index), null)
      await end.namespace.ip(`link del ${end.port}`)
      await socket.call('leave', group, end.index)
      assert.deepEqual(await socket.call('join', group, end.index), {
        code: 'ENODEV',
        call: 'setsockopt',
        where: `ff02::2 on link ${end.index}`,
        message: 'no such device',
      })
    })
  })
})
