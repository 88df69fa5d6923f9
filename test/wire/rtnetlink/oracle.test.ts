import assert from 'node:assert/strict'
import fc from 'fast-check'
import netlink from 'netlink'
import {
  ipv6Address,
  ipv6AddressToBytes,
  UNSPECIFIED,
  type Ipv6Address,
} from '../../../src/values/ipv6Address.ts'
import { decodeAddress, writeAddress } from '../../../src/wire/rtnetlink/address.ts'
import * as k from '../../../src/wire/rtnetlink/constants.ts'
import type { HostReader } from '../../../src/wire/rtnetlink/hostReader.ts'
import { writeLink } from '../../../src/wire/rtnetlink/link.ts'
import { MessageWriter } from '../../../src/wire/rtnetlink/messageWriter.ts'
import { decodeRoute, writeRoute } from '../../../src/wire/rtnetlink/route.ts'
import { payloadReader } from './annotated.ts'

/** The `netlink` package shares no code with ours. It works in the byte order of the machine it was built for. */
const { AttrStream, parseMessages, rt } = netlink

const LITTLE_ENDIAN = true
const u8 = fc.integer({ min: 0, max: 255 })
const u32 = fc.integer({ min: 1, max: 0xffff_ffff })
const address = fc.bigInt({ min: 1n, max: (1n << 128n) - 1n }).map(ipv6Address)
const lifetime = fc.oneof(fc.integer({ min: 0, max: 0xffff_fffe }), fc.constant(Infinity))
const onWire = (seconds: number): number => (seconds === Infinity ? 0xffff_ffff : seconds)

/** The payload that the package finds in a message that we wrote. */
function theirPayload(write: (writer: MessageWriter) => void): Buffer {
  const writer = new MessageWriter(LITTLE_ENDIAN)
  writer.begin(k.RTM_NEWROUTE, k.NLM_F_REQUEST, 7)
  write(writer)
  writer.end()
  const [message] = parseMessages(Buffer.from(writer.finish()))
  assert.deepEqual([message!.type, message!.flags, message!.seq], [k.RTM_NEWROUTE, k.NLM_F_REQUEST, 7])
  return message!.data
}

/** What we read in a message that the package wrote. */
function written(format: (out: InstanceType<typeof AttrStream>) => void): HostReader {
  const stream = new AttrStream()
  format(stream)
  return payloadReader(Buffer.concat(stream.bufs))
}

function bytesOf(value: Ipv6Address): Buffer {
  return Buffer.from(ipv6AddressToBytes(value))
}

describe('wire/rtnetlink: the netlink package as oracle', () => {
  it('reads in our addresses what we wrote', () => {
    fc.assert(
      fc.property(u8, u32, address, lifetime, lifetime, (scope, linkIndex, local, preferred, valid) => {
        const lifetimes = { preferred, valid, created: 0, updated: 0 }
        const message = { prefixLength: 64, flags: k.IFA_F_DADFAILED, scope, linkIndex, local, lifetimes }
        const theirs = rt.parseAddressMessage(theirPayload(writer => writeAddress(writer, message)))
        assert.deepEqual(
          { ...theirs.data },
          { family: k.AF_INET6, prefixlen: 64, flags: { dadfailed: true }, scope, index: linkIndex },
        )
        assert.deepEqual(theirs.attrs.local, bytesOf(local))
        assert.equal(theirs.attrs.cacheInfo!.ifaPrefered, onWire(preferred))
        assert.equal(theirs.attrs.cacheInfo!.ifaValid, onWire(valid))
      }),
    )
  })

  it('reads in our routes what we wrote', () => {
    fc.assert(
      fc.property(address, address, u32, u32, u32, (destination, gateway, linkIndex, metric, table) => {
        const message = {
          destination,
          destinationLength: 128,
          gateway,
          linkIndex,
          metric,
          table,
          expires: 1800,
        }
        const theirs = rt.parseRouteMessage(
          theirPayload(writer => writeRoute(writer, { ...message, protocol: 107, type: k.RTN_UNREACHABLE })),
        )
        const { family, dstLen, protocol, type } = theirs.data
        assert.deepEqual(
          { family, dstLen, protocol, type },
          { family: 10, dstLen: 128, protocol: 107, type: 'UNREACHABLE' },
        )
        assert.equal(theirs.attrs.table ?? theirs.data.table, table)
        assert.deepEqual(
          [theirs.attrs.dst, theirs.attrs.gateway, theirs.attrs.oif, theirs.attrs.priority],
          [bytesOf(destination), bytesOf(gateway), linkIndex, metric],
        )
      }),
    )
  })

  it('reads in our link requests what we wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0x7fff_ffff }), u32, (index, mtu) => {
        const message = { index, mtu, flags: k.IFF_UP, change: k.IFF_UP, name: 'lan0' }
        const theirs = rt.parseLinkMessage(theirPayload(writer => writeLink(writer, message)))
        assert.deepEqual(
          [theirs.data.index, theirs.data.flags, theirs.data.change],
          [index, { up: true }, { up: true }],
        )
        assert.deepEqual([theirs.attrs.mtu, theirs.attrs.ifname], [mtu, 'lan0'])
      }),
    )
  })

  it('writes addresses that we read alike', () => {
    fc.assert(
      fc.property(address, u32, lifetime, lifetime, (local, index, preferred, valid) => {
        const payload = written(out =>
          rt.formatAddressMessage(
            {
              kind: 'address',
              data: { family: k.AF_INET6, prefixlen: 56, flags: { tentative: true }, scope: 253, index },
              attrs: {
                address: bytesOf(local),
                cacheInfo: { ifaPrefered: onWire(preferred), ifaValid: onWire(valid), cstamp: 1, tstamp: 2 },
              },
            },
            out,
          ),
        )
        assert.deepEqual(decodeAddress(payload), {
          ok: true,
          value: {
            prefixLength: 56,
            flags: k.IFA_F_TENTATIVE,
            scope: 253,
            linkIndex: index,
            address: local,
            local: null,
            lifetimes: { preferred, valid, created: 1, updated: 2 },
            metric: null,
            protocol: null,
          },
        })
      }),
    )
  })

  it('writes routes that we read alike', () => {
    fc.assert(
      fc.property(address, u32, u32, (gateway, oif, priority) => {
        const payload = written(out =>
          rt.formatRouteMessage(
            {
              kind: 'route',
              data: {
                family: k.AF_INET6,
                dstLen: 0,
                table: 254,
                protocol: 'RA',
                scope: 'UNIVERSE',
                type: 'UNICAST',
              },
              attrs: { gateway: bytesOf(gateway), oif, priority },
            },
            out,
          ),
        )
        const result = decodeRoute(payload)
        assert(result.ok)
        const { destination, linkIndex, metric, protocol, type, table } = result.value
        assert.deepEqual(
          { destination, gateway: result.value.gateway, linkIndex, metric, protocol, type, table },
          {
            destination: UNSPECIFIED,
            gateway,
            linkIndex: oif,
            metric: priority,
            protocol: 9,
            type: 1,
            table: 254,
          },
        )
      }),
    )
  })
})
