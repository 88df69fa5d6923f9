import assert from 'node:assert/strict'
import { readPacket } from './packet.ts'
import { readPcap } from './pcap.ts'

const FILE_HEADER = [
  '4d3cb2a1', // magic, nanoseconds, little-endian
  '02000400', // version 2.4
  '0000000000000000', // time zone, accuracy
  '00000400', // snapshot length
  '14010000', // link type 276, Linux cooked v2
].join('')

const COOKED = [
  '86dd', // IPv6
  '0000', // reserved
  '00000003', // interface index 3
  '0001', // Ethernet
  '04', // outgoing
  '06', // address length
  '0200000001000000', // address
].join('')

const IPV6 = (next: string, length: string, hopLimit: string): string =>
  [
    '60000000',
    length,
    next,
    hopLimit,
    'fe8000000000000000000000000000aa',
    'ff020000000000000000000000000001',
  ].join('')

const RA = [
  '8600', // type 134, code 0
  '0000', // checksum
  '4000', // hop limit 64, no flags
  '0708', // router lifetime 1800
  '0000000000000000', // reachable time, retransmission timer
  '0101020000010001', // source link-layer address
  '030440c0', // prefix information, /64, L and A
  '00000e10', // valid 3600
  '00000708', // preferred 1800
  '00000000',
  '20010db8200000010000000000000000',
].join('')

const REPLY = [
  '0222', // source port 546
  '0223', // destination port 547
  '0000', // length (not looked at)
  '0000', // checksum
  '07a1b2c3', // Reply
  '00190029', // IA_PD, 41 octets
  '00000001000003e8000007d0', // IAID, T1 1000, T2 2000
  '001a0019', // IA Prefix, 25 octets
  '00000bb8', // preferred 3000
  '00000fa0', // valid 4000
  '38', // /56
  '20010db8200000000000000000000000',
].join('')

function record(frame: string, seconds = '01000000', nanoseconds = '20a10700'): string {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(frame.length / 2)
  return seconds + nanoseconds + length.toString('hex').repeat(2) + frame
}

describe('a capture', () => {
  it('gives each whole record with its time and goes on where it stopped', () => {
    const first = record('aabb')
    const file = Buffer.from(FILE_HEADER + first + record('ccdd').slice(0, -2), 'hex')
    const { linkType, frames, offset } = readPcap(file)
    assert.equal(linkType, 276)
    assert.deepEqual(
      frames.map(({ at, bytes }) => [at, Buffer.from(bytes).toString('hex')]),
      [[1000.5, 'aabb']],
    )
    const rest = readPcap(Buffer.from(FILE_HEADER + first + record('ccdd'), 'hex'), offset)
    assert.deepEqual(
      rest.frames.map(({ bytes }) => Buffer.from(bytes).toString('hex')),
      ['ccdd'],
    )
  })

  it('reads a Router Advertisement', () => {
    const bytes = Buffer.from(COOKED + IPV6('3a', '0038', 'ff') + RA, 'hex')
    assert.deepEqual(readPacket({ at: 5, bytes }, 276), {
      at: 5,
      linkIndex: 3,
      outgoing: true,
      source: 'fe80::aa',
      destination: 'ff02::1',
      hopLimit: 255,
      message: {
        kind: 'Router Advertisement',
        routerLifetime: 1800,
        prefixes: [
          { prefix: '2001:db8:2000:1::/64', onLink: true, autonomous: true, valid: 3600, preferred: 1800 },
        ],
        sourceLinkLayerAddress: '02:00:00:01:00:01',
      },
    })
  })

  it('reads the prefixes of a DHCPv6 Reply', () => {
    const bytes = Buffer.from(COOKED + IPV6('11', '0039', '40') + REPLY, 'hex')
    const message = readPacket({ at: 5, bytes }, 276)?.message
    assert.ok(message?.kind === 'DHCPv6')
    assert.equal(message.name, 'Reply')
    assert.equal(message.transactionId, 'a1b2c3')
    assert.deepEqual(message.prefixes, [{ prefix: '2001:db8:2000::/56', preferred: 3000, valid: 4000 }])
  })

  it('tells an option that is longer than its message', () => {
    const bytes = Buffer.from(COOKED + IPV6('11', '0039', '40') + REPLY.slice(0, -2), 'hex')
    assert.throws(() => readPacket({ at: 5, bytes }, 276), /longer than what holds it/)
  })
})
