import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Document } from '../../src/ports/store.ts'
import { leaseDocument, readLeaseDocument } from '../../src/roles/requestingRouter/leaseDocument.ts'
import type { Lease } from '../../src/rules/dhcpv6/lease.ts'
import { duid } from '../../src/values/duid.ts'
import { instant, NEVER } from '../../src/values/time.ts'
import { TestClock } from '../fakes/testClock.ts'
import { address, prefix } from '../rules/dhcpv6/messages.ts'
import { address as anyAddress, prefix as anyPrefix, record, uint } from '../wire/arbitraries.ts'

const LEASE: Lease = {
  server: duid(Uint8Array.of(0, 1, 0, 1, 9))!,
  serverAddress: address('fe80::1'),
  obtainedAt: instant(900_000),
  t1: instant(1_900_000),
  t2: NEVER,
  iaPds: [
    {
      iaid: 7,
      prefixes: [
        {
          prefix: prefix('2001:db8::/56'),
          preferredUntil: instant(4_600_000),
          validUntil: NEVER,
          excluded: prefix('2001:db8:0:ff::/64'),
        },
      ],
    },
  ],
  dnsServers: [address('2001:db8::53')],
  searchDomains: ['example.org'],
}

/** As it comes back from a file. */
const stored = (lease: Lease, clock: TestClock): Document =>
  JSON.parse(JSON.stringify(leaseDocument(lease, clock))) as Document

const moment = fc.oneof(fc.nat(1e9).map(instant), fc.constant(NEVER))
const anyLease = record<Lease>({
  server: fc.uint8Array({ minLength: 3, maxLength: 130 }).map(octets => duid(octets)!),
  serverAddress: anyAddress,
  obtainedAt: fc.nat(1e9).map(instant),
  t1: moment,
  t2: moment,
  iaPds: fc.array(
    record({
      iaid: uint(32),
      prefixes: fc.array(
        record({
          prefix: anyPrefix,
          preferredUntil: moment,
          validUntil: moment,
          excluded: fc.option(anyPrefix),
        }),
      ),
    }),
    { maxLength: 3 },
  ),
  dnsServers: fc.array(anyAddress),
  searchDomains: fc.array(fc.string()),
})

describe('the document of a lease', () => {
  it('gives the lease back as it was, within a boot', () => {
    const clock = new TestClock()
    assert.deepEqual(readLeaseDocument(stored(LEASE, clock), clock), LEASE)
    fc.assert(
      fc.property(anyLease, lease => {
        assert.deepEqual(readLeaseDocument(stored(lease, clock), clock), lease)
      }),
    )
  })

  it('does not age within a boot, whatever the calendar says', () => {
    const clock = new TestClock()
    const document = stored(LEASE, clock)
    clock.setWallTime(0)
    clock.walk(1000)
    assert.deepEqual(readLeaseDocument(document, clock), LEASE)
  })

  it('is as much older after another boot as the calendar says, and no younger', () => {
    const before = new TestClock(1_000_000)
    const document = stored(LEASE, before)
    for (const [wall, passed] of [
      [500_000, 500_000],
      [0, 0],
      [-1e12, 0],
    ] as const) {
      const clock = new TestClock(3_000, before.wallTime() + wall)
      clock.bootId = 'another'
      const lease = readLeaseDocument(document, clock)!
      // 100 s old when it was stored, then `passed`, and now is 3 s after the boot.
      assert.equal(lease.obtainedAt, 3_000 - 100_000 - passed)
      assert.equal(lease.iaPds[0]!.prefixes[0]!.preferredUntil, 3_000 + 3_600_000 - passed)
      assert.equal(lease.iaPds[0]!.prefixes[0]!.validUntil, NEVER)
    }
  })

  it('is no lease when anything in it is missing or of another kind, and never throws', () => {
    const clock = new TestClock()
    const document = stored(LEASE, clock)
    for (const name of Object.keys(document)) {
      if (['bootId', 'savedAt', 'savedWall'].includes(name)) continue
      const without = Object.fromEntries(Object.entries(document).filter(([own]) => own !== name))
      assert.equal(readLeaseDocument(without, clock), null, name)
    }
    const value = fc.jsonValue() as fc.Arbitrary<Document[string]>
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(document)), value, (name, other) => {
        readLeaseDocument({ ...document, [name]: other }, clock)
      }),
    )
  })
})
