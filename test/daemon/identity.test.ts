import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  identityDocument,
  newDuid,
  readIdentity,
  withIaids,
  type Identity,
} from '../../src/daemon/identity.ts'
import type { Link } from '../../src/ports/netlink.ts'
import { formatDuid } from '../../src/values/duid.ts'
import { FakeNetlink } from '../fakes/netlink.ts'
import { TestClock } from '../fakes/testClock.ts'
import { CLIENT } from '../rules/dhcpv6/messages.ts'

const random = { bytes: (length: number) => new Uint8Array(length).fill(0xff) }
/** 2026-01-01: 9497 days after 2000-01-01. */
const clock = new TestClock(0, Date.UTC(2026, 0, 1))
const SECONDS = '30:e8:75:80'

function link(more: Partial<Link>): Link {
  return new FakeNetlink().addLink('wan0', more)
}

const MAC = link({ hardwareAddress: Uint8Array.of(2, 0, 0, 0, 0, 9) })
const TUN = link({ hardwareType: 65_534, hardwareAddress: new Uint8Array() })

const nobody: Identity = { duid: CLIENT, iaids: new Map() }
const iaids = (identity: Identity): Record<string, number> => Object.fromEntries(identity.iaids)

describe('the DUID of a router', () => {
  it('is made of the time and of the MAC of the first port that has one [DC-6]', () => {
    assert.equal(formatDuid(newDuid([TUN, MAC], clock, random)), `00:01:00:01:${SECONDS}:02:00:00:00:00:09`)
  })

  it('is a random UUID where no port has a MAC [DC-6] [CE-WLL1-3]', () => {
    assert.equal(
      formatDuid(newDuid([TUN], clock, random)),
      '00:04:ff:ff:ff:ff:ff:ff:4f:ff:bf:ff:ff:ff:ff:ff:ff:ff',
    )
  })

  it('is kept as it is, of whatever type and length it may be [DC-5] [CE-W5]', () => {
    const octets = fc.uint8Array({ minLength: 3, maxLength: 130 })
    fc.assert(
      fc.property(octets, bytes => {
        const identity: Identity = { duid: bytes as Identity['duid'], iaids: new Map([['wan0', 7]]) }
        const read = readIdentity(identityDocument(identity))
        assert.deepEqual(read, { duid: Uint8Array.from(bytes), iaids: identity.iaids })
      }),
    )
  })
})

describe('the IAIDs of a router', () => {
  it('are the places of its WAN ports among the parameters [RN-WPD10] [DC-8]', () => {
    assert.deepEqual(iaids(withIaids(nobody, ['wan0', 'wan1'])), { wan0: 1, wan1: 2 })
  })

  it('stay with a port, whatever others come, go or change places [RN-WPD10] [DC-8]', () => {
    const first = withIaids(nobody, ['wan0', 'wan1'])
    const second = withIaids(first, ['wan2', 'wan1', 'wan0'])
    assert.deepEqual(iaids(second), { wan0: 1, wan1: 2, wan2: 3 })
    assert.deepEqual(iaids(withIaids(withIaids(second, []), ['wan1'])), iaids(second))
  })

  it('are never the same for two ports [DC-8]', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 })
    fc.assert(
      fc.property(fc.array(names, { maxLength: 6 }), lives => {
        let identity = nobody
        for (const wans of lives) {
          const before = identity
          identity = withIaids(identity, wans)
          const values = [...identity.iaids.values()]
          assert.equal(new Set(values).size, values.length)
          for (const [wan, iaid] of before.iaids) assert.equal(identity.iaids.get(wan), iaid)
          for (const wan of wans) assert.ok(identity.iaids.has(wan))
        }
      }),
    )
  })
})

describe('the document of an identity', () => {
  for (const [what, document] of [
    ['without a DUID', { iaids: {} }],
    ['with a DUID that is too short', { duid: '00:01', iaids: {} }],
    ['with a DUID that is none', { duid: 'xyz', iaids: {} }],
    ['without IAIDs', { duid: '00:01:02' }],
    ['with a list for IAIDs', { duid: '00:01:02', iaids: [] }],
    ['with an IAID beyond 32 bits', { duid: '00:01:02', iaids: { wan0: 2 ** 32 } }],
    ['with an IAID that is no number', { duid: '00:01:02', iaids: { wan0: '1' } }],
    ['with half an IAID', { duid: '00:01:02', iaids: { wan0: 1.5 } }],
  ] as const) {
    it(`is none of ours ${what}`, () => assert.equal(readIdentity(document), null))
  }
})
