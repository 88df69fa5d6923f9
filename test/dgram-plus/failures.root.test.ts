import assert from 'node:assert/strict'

import { constants } from '#dgram-plus'
import { ipBatch } from '../lab/command.ts'
import { pause, until } from '../lab/waiting.ts'
import { withCable } from './cable.ts'
import { Peer, type RemoteSocket } from './peer.ts'

const RTMGRP_IPV6_IFADDR = 1 << 8
const RTM_NEWADDR = 20
const NLMSG_TYPE = 4
const IPV6_RECVERR = 25
/** uid and gid of nobody, without capabilities. */
const UNPRIVILEGED = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all']

/** Milliseconds of CPU that a peer takes while nothing is asked of it for half a second. */
async function idleCpu(peer: Peer): Promise<number> {
  const before = await peer.cpu()
  await pause(500)
  return (await peer.cpu()) - before
}

describe('dgram-plus: refusals and losses', function () {
  this.timeout(30_000)

  it('says EPERM for a raw socket and EACCES for a low port without privilege', async () => {
    const peer = await Peer.start(UNPRIVILEGED)
    try {
      await assert.rejects(peer.createSocket({ type: 'icmp6' }), {
        code: 'EPERM',
        errno: -1,
        syscall: 'socket',
        message: 'socket EPERM',
      })
      const socket = await peer.createSocket({ type: 'udp6' })
      await assert.rejects(socket.call('bind', { port: 546 }), {
        code: 'EACCES',
        message: 'bind EACCES :::546',
      })
      const modest = await peer.createSocket({ type: 'netlink', protocol: 0, recvBufferSize: 1 << 16 })
      assert.equal(await modest.call('getRecvBufferSize'), 1 << 17)
    } finally {
      await peer.stop()
    }
  })

  it('outlives the loss of its port, idle, with an error for each datagram', async () => {
    await withCable(async (left, right) => {
      const bound = await left.peer.createSocket({ type: 'udp6' })
      const raw = await left.peer.createSocket({ type: 'icmp6' })
      await bound.call('bind', { port: 546, device: left.port })
      await raw.call('setIcmpFilter', [134])
      await raw.call('bind')
      await raw.call('addMembership', 'ff02::2', left.index)
      const flood = await right.peer.createSocket({ type: 'udp6' })
      const message = Buffer.from('x')
      const at = { address: 'ff02::1', port: 546, interfaceIndex: right.index }
      await flood.call('sendBatch', Array(50).fill({ message, ...at }))
      await bound.received(50)

      await left.namespace.ip(`link del ${left.port}`)
      const back = { address: 'ff02::2', interfaceIndex: left.index, message }
      for (const [socket, port] of [
        [bound, 547],
        [raw, 0],
      ] as const) {
        const [error] = (await socket.call('sendBatch', [{ ...back, port }])) as { code: string }[]
        assert.equal(error?.code, 'ENODEV')
      }
      assert.ok((await idleCpu(left.peer)) < 50)
      assert.deepEqual([bound.errors, raw.errors], [[], []])

      const other = await left.peer.createSocket({ type: 'icmp6' })
      await assert.rejects(other.call('addMembership', 'ff02::2', left.index), { code: 'ENODEV' })
      await raw.call('close')
      await until('close', 1000, () => raw.closed)
    })
  })

  it('tells ENOBUFS after all that came, and hears what comes later', async () => {
    await withCable(async end => {
      const { namespace, peer, port } = end
      const monitor = await peer.createSocket({ type: 'netlink', protocol: 0, recvBufferSize: 4096 })
      await monitor.call('bind', { groups: RTMGRP_IPV6_IFADDR })
      const burst = Array.from(
        { length: 300 },
        (_, index) => `address add 2001:db8::${index}/64 dev ${port} nodad`,
      )

      await peer.whileStopped(() => ipBatch(burst, namespace))
      const [error] = await monitor.failed(1)
      assert.deepEqual([error?.code, error?.syscall], ['ENOBUFS', 'recvmmsg'])
      const heard = monitor.messages.length
      assert.ok(heard > 0 && heard < 300, `${heard} of 300`)

      await namespace.ip(`-6 addr add 2001:db8:1::1/64 dev ${port} nodad`)
      await monitor.received(heard + 1)
      assert.equal(announced(monitor), RTM_NEWADDR)
      assert.ok((await idleCpu(peer)) < 50)
      assert.equal(monitor.errors.length, 1)
    })
  })

  it('empties an error queue that someone turned on, and stays idle', async () => {
    await withCable(async ({ peer, index }, { address }) => {
      const socket = await peer.createSocket({ type: 'udp6' })
      await socket.call('bind')
      await socket.call('setOption', constants.IPPROTO_IPV6, IPV6_RECVERR, 1)
      await socket.call('send', { message: Buffer.from('x'), address, port: 9, interfaceIndex: index })
      const [error] = await socket.failed(1)
      assert.equal(error?.code, 'ECONNREFUSED')
      assert.ok((await idleCpu(peer)) < 50)
      assert.equal(socket.errors.length, 1)
    })
  })

  it('has the sender’s port in what other processes send by netlink', async () => {
    await withCable(async ({ peer }) => {
      const [a, b] = await Promise.all([
        peer.createSocket({ type: 'netlink', protocol: 2 }),
        peer.createSocket({ type: 'netlink', protocol: 2 }),
      ])
      await a.call('bind')
      await b.call('bind')
      const [from, to] = (await Promise.all([a.call('address'), b.call('address')])) as { port: number }[]
      assert.equal(await a.call('send', { message: new Uint8Array(16), port: to!.port }), null)
      const [message] = await b.received(1)
      assert.deepEqual([message!['port'], message!['size']], [from!.port, 16])
    })
  })
})

/** Type of the last message's first netlink header. */
function announced(monitor: RemoteSocket): number {
  return Buffer.from(monitor.messages.at(-1)!.message).readUInt16LE(NLMSG_TYPE)
}
