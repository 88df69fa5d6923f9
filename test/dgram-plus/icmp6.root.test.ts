import assert from 'node:assert/strict'

import { withCable } from './cable.ts'

const ROUTER_SOLICITATION = 133
const ROUTER_ADVERTISEMENT = 134
const NEIGHBOUR_SOLICITATION = 135

/** Type, code, a checksum that is the kernel's to fill in, four octets of our own. */
function icmp(type: number, mark: number): Uint8Array {
  return Uint8Array.of(type, 0, 0, 0, 0, 0, 0, mark)
}

describe('dgram-plus: ICMPv6 over a cable', function () {
  this.timeout(30_000)

  it('carries an RS by multicast and an RA by unicast, each with all that is told of it', async () => {
    await withCable(async (host, router) => {
      const [a, b] = await Promise.all([
        host.peer.createSocket({ type: 'icmp6' }),
        router.peer.createSocket({ type: 'icmp6' }),
      ])
      await a.call('setIcmpFilter', [ROUTER_ADVERTISEMENT])
      await a.call('bind', { device: host.port })
      await b.call('setIcmpFilter', [ROUTER_SOLICITATION])
      await b.call('addMembership', 'ff02::2', router.index)
      await b.call('bind')

      const rs = icmp(ROUTER_SOLICITATION, 1)
      const toRouters = {
        address: 'ff02::2',
        interfaceIndex: host.index,
        source: host.address,
        hopLimit: 255,
      }
      assert.equal(await a.call('send', { message: rs, ...toRouters }), null)
      const [solicitation] = await b.received(1)
      const { message: gotRs, ...rsInfo } = solicitation!
      assert.deepEqual([gotRs[0], gotRs[7]], [ROUTER_SOLICITATION, 1])
      assert.notEqual(Buffer.from(gotRs).readUInt16BE(2), 0, 'the kernel has put in the checksum')
      assert.deepEqual(rsInfo, {
        address: host.address,
        port: 0,
        destination: 'ff02::2',
        interfaceIndex: router.index,
        hopLimit: 255,
        size: 8,
      })

      const ra = icmp(ROUTER_ADVERTISEMENT, 2)
      const back = { address: host.address, interfaceIndex: router.index, hopLimit: 254 }
      assert.equal(await b.call('send', { message: ra, ...back }), null)
      const [advertisement] = await a.received(1)
      const { message: gotRa, ...raInfo } = advertisement!
      assert.deepEqual([gotRa[0], gotRa[7]], [ROUTER_ADVERTISEMENT, 2])
      assert.deepEqual(raInfo, {
        address: router.address,
        port: 0,
        destination: host.address,
        interfaceIndex: host.index,
        hopLimit: 254,
        size: 8,
      })
    })
  })

  it('keeps types that the filter does not name in the kernel, and everything before it is set', async () => {
    await withCable(async (host, router) => {
      const sender = await host.peer.createSocket({ type: 'icmp6' })
      const receiver = await router.peer.createSocket({ type: 'icmp6' })
      await receiver.call('bind')
      const to = { address: 'ff02::1', interfaceIndex: host.index, hopLimit: 255 }
      const send = (type: number, mark: number): Promise<unknown> =>
        sender.call('send', { message: icmp(type, mark), ...to })
      await send(ROUTER_SOLICITATION, 1)
      await send(NEIGHBOUR_SOLICITATION, 2)
      await receiver.call('setIcmpFilter', [ROUTER_ADVERTISEMENT, 255])
      await send(ROUTER_SOLICITATION, 3)
      await send(ROUTER_ADVERTISEMENT, 4)
      await send(NEIGHBOUR_SOLICITATION, 5)
      await send(255, 6)
      const messages = await receiver.received(2)
      assert.deepEqual(
        messages.map(({ message }) => message[7]),
        [4, 6],
      )
    })
  })

  it('reaches members of a group on a link, and only while they are', async () => {
    await withCable(async (host, router) => {
      const sender = await host.peer.createSocket({ type: 'udp6' })
      const receiver = await router.peer.createSocket({ type: 'udp6' })
      await receiver.call('bind', { port: 5460 })
      const to = { address: 'ff02::db8', port: 5460, interfaceIndex: host.index }
      const send = (mark: number): Promise<unknown> =>
        sender.call('send', { message: Uint8Array.of(mark), ...to })
      await send(1)
      await receiver.call('addMembership', 'ff02::db8', router.index)
      await send(2)
      await receiver.received(1)
      await receiver.call('dropMembership', 'ff02::db8', router.index)
      await send(3)
      await assert.rejects(receiver.call('dropMembership', 'ff02::db8', router.index), {
        code: 'EADDRNOTAVAIL',
      })
      await sender.call('send', { ...to, message: Uint8Array.of(4), address: 'ff02::1' })
      const messages = await receiver.received(2)
      assert.deepEqual(
        messages.map(({ message, destination, hopLimit }) => [message[0], destination, hopLimit]),
        [
          [2, 'ff02::db8', 1],
          [4, 'ff02::1', 1],
        ],
      )
    })
  })

  it('holds what a full socket buffer has no room for, and sends it in order when it has', async () => {
    await withCable(async (left, right) => {
      const sender = await left.peer.createSocket({ type: 'udp6', sendBufferSize: 1 })
      const receiver = await right.peer.createSocket({ type: 'udp6', recvBufferSize: 1 << 22 })
      await receiver.call('bind', { port: 5460 })
      await left.namespace.ip(`-6 addr add 2001:db8::1/64 dev ${left.port} nodad`)
      // Nobody answers for this address yet: the datagrams wait for its neighbour entry, and fill the buffer.
      const to = { address: '2001:db8::2', port: 5460 }
      const batch = Array.from({ length: 200 }, (_, index) => ({ message: Uint8Array.of(index), ...to }))
      assert.deepEqual(await sender.call('sendBatch', batch), Array(200).fill(null))
      assert.deepEqual(await sender.call('sendBatch', batch.slice(0, 1)), [null])
      await right.namespace.ip(`-6 addr add 2001:db8::2/64 dev ${right.port} nodad`)
      const messages = await receiver.received(201)
      assert.deepEqual(
        messages.map(({ message }) => message[0]),
        [...batch.map(({ message }) => message[0]), 0],
      )
      assert.deepEqual(sender.errors, [])
    })
  })

  it('refuses with EAGAIN what exceeds the backlog too', async () => {
    await withCable(async left => {
      const sender = await left.peer.createSocket({ type: 'udp6', sendBufferSize: 1 })
      await left.namespace.ip(`-6 addr add 2001:db8::1/64 dev ${left.port} nodad`)
      const batch = Array(1200).fill({ message: Uint8Array.of(1), address: '2001:db8::2', port: 9 })
      const results = (await sender.call('sendBatch', batch)) as ({ code: string } | null)[]
      assert.deepEqual(new Set(results.slice(0, 1024)), new Set([null]))
      assert.equal(results.at(-1)?.code, 'EAGAIN')
    })
  })
})
