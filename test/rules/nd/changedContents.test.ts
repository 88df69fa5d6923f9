import assert from 'node:assert/strict'
import { NOTHING_ANNOUNCED, recordAnnounced, type Announced } from '../../../src/rules/nd/announced.ts'
import { buildRouterAdvertisement } from '../../../src/rules/nd/buildRouterAdvertisement.ts'
import { changedContents } from '../../../src/rules/nd/changedContents.ts'
import type { AdvertisedContents } from '../../../src/rules/nd/contents.ts'
import { DEFAULT_VARIABLES } from '../../../src/rules/nd/variables.ts'
import { NOW, OTHER_PREFIX, address, contents, inSeconds, occasion, prefix, prefixFor } from './nd.ts'

const LEASE = { prefixes: [prefixFor(1800, 3600)] }

function announcedAt(seconds: number, told: Partial<AdvertisedContents>): Announced {
  const now = inSeconds(seconds)
  const advertisement = buildRouterAdvertisement(occasion({ contents: contents(told), now }))
  return recordAnnounced(NOTHING_ANNOUNCED, advertisement, true, now)
}

/** `told` left at 0 s; at 100 s comes `next`, and the next Router Advertisement is due at 400 s. */
function changeFrom(told: Partial<AdvertisedContents>, next: Partial<AdvertisedContents>) {
  return changedContents(contents(told), contents(next), {
    announced: announcedAt(0, told),
    variables: DEFAULT_VARIABLES,
    nextMulticast: inSeconds(400),
    now: inSeconds(100),
  })
}

describe('changedContents', () => {
  it('takes the first for news', () => {
    const judgement = {
      announced: NOTHING_ANNOUNCED,
      variables: DEFAULT_VARIABLES,
      nextMulticast: NOW,
      now: NOW,
    }
    assert.equal(changedContents(null, contents(), judgement), 'first')
  })

  const server = address('2001:db8::53')
  const route = { prefix: prefix('2001:db8::/56'), preference: 'medium' as const, until: inSeconds(3600) }
  const stale = { prefix: OTHER_PREFIX, onLink: true, autonomous: true, until: inSeconds(3600) }
  const other = prefixFor(1800, 3600, { prefix: OTHER_PREFIX })
  const rows: readonly (readonly [
    why: string,
    told: Partial<AdvertisedContents>,
    next: Partial<AdvertisedContents>,
    change: string | null,
  ])[] = [
    ['nothing', LEASE, LEASE, null],
    ['a renewal', LEASE, { prefixes: [prefixFor(1900, 3700)] }, null],
    ['ends that waver by a second', LEASE, { prefixes: [prefixFor(1799, 3599)] }, null],
    [
      'less, but no less than was told',
      { prefixes: [prefixFor(1e6, 2e6)] },
      { prefixes: [prefixFor(1e5, 2e5)] },
      null,
    ],
    [
      'another order',
      { prefixes: [...LEASE.prefixes, other] },
      { prefixes: [other, ...LEASE.prefixes] },
      null,
    ],
    ['a shorter valid lifetime', LEASE, { prefixes: [prefixFor(1800, 3000)] }, 'lifetimes'],
    ['a shorter preferred lifetime', LEASE, { prefixes: [prefixFor(1000, 3600)] }, 'lifetimes'],
    ['a deprecation', LEASE, { prefixes: [prefixFor(0, 3600)] }, 'lifetimes'],
    ['an end to a deprecation', { prefixes: [prefixFor(0, 3600)] }, LEASE, 'lifetimes'],
    ['more, where what was told ends too soon', { prefixes: [prefixFor(150, 300)] }, LEASE, 'lifetimes'],
    ['another prefix', LEASE, { prefixes: [other] }, 'prefixes'],
    ['one prefix more', LEASE, { prefixes: [...LEASE.prefixes, other] }, 'prefixes'],
    ['one prefix fewer', { prefixes: [...LEASE.prefixes, other] }, LEASE, 'prefixes'],
    ['another flag', LEASE, { prefixes: [prefixFor(1800, 3600, { onLink: false })] }, 'prefixes'],
    ['a stale prefix', LEASE, { ...LEASE, stale: [stale] }, 'prefixes'],
    ['the loss of the uplink', LEASE, { ...LEASE, uplink: false }, 'defaultRouter'],
    ['the return of the uplink', { ...LEASE, uplink: false }, LEASE, 'defaultRouter'],
    ['a route', LEASE, { ...LEASE, routes: [route] }, 'routes'],
    [
      'a longer route',
      { ...LEASE, routes: [route] },
      { ...LEASE, routes: [{ ...route, until: inSeconds(3700) }] },
      null,
    ],
    [
      'a shorter route',
      { ...LEASE, routes: [route] },
      { ...LEASE, routes: [{ ...route, until: inSeconds(900) }] },
      'lifetimes',
    ],
    ['a DNS server', LEASE, { ...LEASE, dnsServers: [server] }, 'dns'],
    ['a search domain', LEASE, { ...LEASE, searchDomains: ['example.org'] }, 'dns'],
    [
      'a DNS server for a shorter time',
      { ...LEASE, dnsServers: [server] },
      { ...LEASE, dnsServers: [server], dnsUntil: inSeconds(900) },
      'lifetimes',
    ],
    [
      'a search domain for longer, where what was told ends too soon',
      { ...LEASE, searchDomains: ['example.org'], dnsUntil: inSeconds(300) },
      { ...LEASE, searchDomains: ['example.org'], dnsUntil: inSeconds(900) },
      'lifetimes',
    ],
  ]
  for (const [why, told, next, change] of rows) {
    it(`takes ${why} for ${change === null ? 'no news' : 'news'}`, () => {
      assert.equal(changeFrom(told, next), change)
    })
  }

  it('does not take what one host alone was told for told', () => {
    const all = announcedAt(0, { prefixes: [prefixFor(150, 300)] })
    const now = inSeconds(50)
    const longer = buildRouterAdvertisement(occasion({ contents: contents(LEASE), now }))
    const judgement = { variables: DEFAULT_VARIABLES, nextMulticast: inSeconds(400), now }
    const change = (toAll: boolean) =>
      changedContents(contents(LEASE), contents(LEASE), {
        ...judgement,
        announced: recordAnnounced(all, longer, toAll, now),
      })
    assert.equal(change(true), null)
    assert.equal(change(false), 'lifetimes')
  })
})
