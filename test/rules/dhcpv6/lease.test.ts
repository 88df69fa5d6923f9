import assert from 'node:assert/strict'
import { grantedIaPds } from '../../../src/rules/dhcpv6/grantedPrefixes.ts'
import {
  leaseExpiry,
  leasedPrefixes,
  shiftLease,
  withoutExpired,
  type Lease,
} from '../../../src/rules/dhcpv6/lease.ts'
import { instant, NEVER } from '../../../src/values/time.ts'
import { iaPd, iaPrefix, SERVER, SERVER_ADDRESS, texts } from './messages.ts'

const AT = instant(50_000)
const seconds = (count: number) => instant(AT + count * 1000)

/** Two IAs, with prefixes that end after 100 s and 300 s, and 200 s. */
const LEASE: Lease = {
  server: SERVER,
  serverAddress: SERVER_ADDRESS,
  obtainedAt: AT,
  t1: seconds(50),
  t2: NEVER,
  iaPds: grantedIaPds(
    [
      iaPd(
        { iaid: 1 },
        iaPrefix('2001:db8:1::/56', { preferred: 50, valid: 100 }),
        iaPrefix('2001:db8:3::/56', { preferred: 50, valid: 300 }),
      ),
      iaPd({ iaid: 2 }, iaPrefix('2001:db8:2::/56', { preferred: Infinity, valid: Infinity })),
    ],
    [1, 2],
    AT,
  ).map(({ iaid, prefixes }) => ({ iaid, prefixes })),
  dnsServers: [],
  searchDomains: [],
}
const FINITE = { ...LEASE, iaPds: LEASE.iaPds.slice(0, 1) }

describe('lease', () => {
  it('ends with the last of its prefixes [CL-12]', () => {
    assert.equal(leaseExpiry(FINITE), seconds(300))
  })

  it('never ends with a prefix of infinite lifetime [DC-2]', () => {
    assert.equal(leaseExpiry(LEASE), NEVER)
  })

  it('is over when it holds nothing', () => {
    assert.equal(leaseExpiry({ ...LEASE, iaPds: [] }), 0)
  })

  it('drops what expired and keeps its IA, so that it is asked for [CL-10]', () => {
    const left = withoutExpired(LEASE, seconds(100))
    assert.deepEqual(texts(leasedPrefixes(left)), ['2001:db8:3::/56', '2001:db8:2::/56'])
    const later = withoutExpired(FINITE, seconds(301))
    assert.deepEqual(later.iaPds, [{ iaid: 1, prefixes: [] }])
  })

  it('moves to another clock whole, and what never comes still never comes [DC-2]', () => {
    const moved = shiftLease(LEASE, -40_000)
    assert.equal(moved.t1, LEASE.t1 - 40_000)
    assert.equal(moved.t2, NEVER)
    assert.equal(moved.obtainedAt, 10_000)
    const ends = leasedPrefixes(moved).map(({ preferredUntil, validUntil }) => [preferredUntil, validUntil])
    assert.deepEqual(ends, [
      [60_000, 110_000],
      [60_000, 310_000],
      [NEVER, NEVER],
    ])
    assert.deepEqual(shiftLease(moved, 40_000), LEASE)
  })
})
