import assert from 'node:assert/strict'
import { buildRouterAdvertisement, type Occasion } from '../../../src/rules/nd/buildRouterAdvertisement.ts'
import { recordAnnounced, NOTHING_ANNOUNCED, type Announced } from '../../../src/rules/nd/announced.ts'
import type { AdvertisedContents } from '../../../src/rules/nd/contents.ts'
import { DEFAULT_VARIABLES, type AdvertiserVariables } from '../../../src/rules/nd/variables.ts'
import { NEVER } from '../../../src/values/time.ts'
import {
  NdOptionType,
  findNdOption,
  findNdOptions,
  type TypedNdOptionType,
} from '../../../src/wire/nd/option.ts'
import {
  LAN_PREFIX,
  NOW,
  OTHER_PREFIX,
  ULA_PREFIX,
  address,
  contents,
  inSeconds,
  occasion,
  prefix,
  prefixFor,
} from './nd.ts'

const ra = (more: Partial<Occasion> = {}) => buildRouterAdvertisement(occasion(more))
const raOf = (more: Partial<AdvertisedContents>) => ra({ contents: contents(more) })
const raWith = (more: Partial<AdvertiserVariables>) => ra({ variables: { ...DEFAULT_VARIABLES, ...more } })
const prefixesOf = (advertisement: ReturnType<typeof ra>) =>
  findNdOptions(advertisement.options, NdOptionType.PREFIX_INFORMATION)
const told = (more: Partial<AdvertisedContents>, before = NOTHING_ANNOUNCED): Announced =>
  recordAnnounced(before, ra({ contents: contents(more), announced: before }), true, NOW)

describe('buildRouterAdvertisement', () => {
  it('fills its fields from the variables [ND-4]', () => {
    const { options, ...fields } = raWith({
      AdvManagedFlag: true,
      AdvOtherConfigFlag: true,
      AdvReachableTime: 30_000,
      AdvRetransTimer: 1000,
      AdvCurHopLimit: 70,
      AdvDefaultLifetime: 1800,
      AdvLinkMTU: 1400,
    })
    assert.deepEqual(fields, {
      type: 134,
      currentHopLimit: 70,
      managed: true,
      other: true,
      preference: 'medium',
      routerLifetime: 1800,
      reachableTime: 30_000,
      retransTimer: 1000,
    })
    assert.deepEqual(options, [
      { type: 1, linkLayerAddress: Uint8Array.of(2, 0, 0, 0, 0, 1) },
      { type: 5, mtu: 1400 },
      {
        type: 3,
        prefix: LAN_PREFIX,
        onLink: true,
        autonomous: true,
        routerAddress: null,
        dhcpv6PdPreferred: false,
        preferred: 2700,
        valid: 5400,
      },
    ])
  })

  it('names no link-layer address where the port has none, and no MTU of 0 [ND-4]', () => {
    const types = ra({ linkLayerAddress: new Uint8Array() }).options.map(({ type }) => type)
    assert.deepEqual(types, [NdOptionType.PREFIX_INFORMATION])
  })

  it('never advertises the link-local prefix [ND-4]', () => {
    assert.deepEqual(prefixesOf(raOf({ prefixes: [prefixFor(9, 9, { prefix: prefix('fe80::/64') })] })), [])
  })

  it('sets A only on a /64 [SL-2]', () => {
    const [option] = prefixesOf(raOf({ prefixes: [prefixFor(9, 9, { prefix: prefix('2001:db8::/60') })] }))
    assert.equal(option?.autonomous, false)
  })

  it('takes L and A of each prefix as they are set', () => {
    const [option] = prefixesOf(raOf({ prefixes: [prefixFor(9, 9, { onLink: false, autonomous: false })] }))
    assert.deepEqual([option?.onLink, option?.autonomous], [false, false])
  })
})

describe('the lifetimes of a Router Advertisement', () => {
  const lifetimes = (preferred: number, valid: number, more: Partial<AdvertiserVariables> = {}) => {
    const [option] = prefixesOf(
      ra({
        contents: contents({ prefixes: [prefixFor(preferred, valid)] }),
        variables: { ...DEFAULT_VARIABLES, ...more },
      }),
    )
    return [option?.preferred, option?.valid]
  }

  it('are what remains, rounded down [RN-L15]', () => {
    assert.deepEqual(lifetimes(100.9, 200.9), [100, 200])
    assert.deepEqual(lifetimes(-5, 20), [0, 20])
    assert.deepEqual(lifetimes(-5, -1), [0, 0])
  })

  it('are capped at 2700 s and 5400 s, the router lifetime too [RN-L16]', () => {
    assert.deepEqual(lifetimes(1e6, 1e6), [2700, 5400])
    assert.deepEqual(lifetimes(Infinity, Infinity), [2700, 5400])
    assert.equal(ra().routerLifetime, 2700)
  })

  it('may be infinite when they are set so', () => {
    const unlimited = { AdvPreferredLifetime: Infinity, AdvValidLifetime: Infinity }
    assert.deepEqual(lifetimes(Infinity, Infinity, unlimited), [Infinity, Infinity])
  })

  it('never have preferred beyond valid [SL-1]', () => {
    assert.deepEqual(lifetimes(500, 300), [300, 300])
  })

  it('of routes and DNS end with the last prefix [RN-L16]', () => {
    const more = {
      routes: [{ prefix: prefix('2001:db8::/56'), preference: 'medium' as const, until: NEVER }],
      dnsServers: [address('2001:db8::53')],
      searchDomains: ['example.org'],
    }
    const of = (some: Partial<AdvertisedContents>) => {
      const { options } = raOf({ ...more, ...some })
      const types: TypedNdOptionType[] = [24, 25, 31]
      return types.map(type => (findNdOption(options, type) as { lifetime: number }).lifetime)
    }
    assert.deepEqual(of({}), [5400, 5400, 5400])
    assert.deepEqual(of({ prefixes: [prefixFor(9, 90), prefixFor(9, 900)] }), [900, 900, 900])
    assert.deepEqual(of({ dnsUntil: inSeconds(60) }), [5400, 60, 60])
    assert.deepEqual(of({ prefixes: [] }), [0, 0, 0])
  })
})

describe('the default router', () => {
  const lifetimeOf = (more: Partial<AdvertisedContents>) => raOf(more).routerLifetime

  it('is offered with an uplink only', () => {
    assert.equal(lifetimeOf({}), 2700)
    assert.equal(lifetimeOf({ uplink: false }), 0)
  })

  it('is offered with a prefix only [CE-L4]', () => {
    assert.equal(lifetimeOf({ prefixes: [] }), 0)
    assert.equal(lifetimeOf({ prefixes: [prefixFor(0, 0)] }), 0)
    assert.equal(lifetimeOf({ prefixes: [prefixFor(0, 1)] }), 2700)
  })

  it('is not offered where all prefixes are unique local [CE-ULA5]', () => {
    const ula = prefixFor(1000, 1000, { prefix: ULA_PREFIX })
    assert.equal(lifetimeOf({ prefixes: [ula] }), 0)
    assert.equal(lifetimeOf({ prefixes: [ula, prefixFor(1000, 1000)] }), 2700)
  })

  it('has a preference only while it is one [RO-1]', () => {
    const variables = { ...DEFAULT_VARIABLES, AdvDefaultPreference: 'high' as const }
    assert.equal(ra({ variables }).preference, 'high')
    assert.equal(ra({ variables, contents: contents({ uplink: false }) }).preference, 'medium')
  })

  it('alone is withdrawn at the end, or the prefixes with it if so set', () => {
    const final = ra({ final: true })
    assert.equal(final.routerLifetime, 0)
    assert.deepEqual(
      prefixesOf(final).map(({ preferred, valid }) => [preferred, valid]),
      [[2700, 5400]],
    )
    const all = ra({ final: true, variables: { ...DEFAULT_VARIABLES, withdrawsPrefixes: true } })
    assert.deepEqual(
      prefixesOf(all).map(({ preferred, valid }) => [preferred, valid]),
      [[0, 0]],
    )
  })
})

describe('what hosts hold and is gone', () => {
  const renumbered = { prefixes: [prefixFor(1000, 1000, { prefix: OTHER_PREFIX })] }

  it('is advertised with both lifetimes 0 and its flags as they were', () => {
    const announced = told({ prefixes: [prefixFor(1000, 2000, { onLink: false })] })
    const [current, stale] = prefixesOf(ra({ announced, contents: contents(renumbered) }))
    assert.deepEqual(current?.prefix, OTHER_PREFIX)
    assert.deepEqual(stale, {
      type: 3,
      prefix: LAN_PREFIX,
      onLink: false,
      autonomous: true,
      routerAddress: null,
      dhcpv6PdPreferred: false,
      preferred: 0,
      valid: 0,
    })
  })

  it('is so for the valid lifetime that it was last given, however often it was withdrawn [RN-ST3]', () => {
    let announced = told({ prefixes: [prefixFor(100_000, 200_000)] })
    const staleAt = (seconds: number) => {
      const now = inSeconds(seconds)
      const advertisement = ra({ announced, contents: contents({ prefixes: [] }), now })
      announced = recordAnnounced(announced, advertisement, true, now)
      return prefixesOf(advertisement).length
    }
    assert.deepEqual([staleAt(1), staleAt(3000), staleAt(5399), staleAt(5401)], [1, 1, 1, 0])
  })

  it('is current at once when it comes back [RN-ST8]', () => {
    const gone = told({ prefixes: [] }, told({}))
    const back = prefixesOf(ra({ announced: gone, contents: contents() }))
    assert.deepEqual(
      back.map(({ valid }) => valid),
      [5400],
    )
  })

  it('is known from the delegation too', () => {
    const stale = [{ prefix: LAN_PREFIX, onLink: true, autonomous: true, until: inSeconds(60) }]
    const at = (seconds: number) =>
      prefixesOf(ra({ contents: contents({ ...renumbered, stale }), now: inSeconds(seconds) }))
    assert.deepEqual(
      at(59).map(({ valid }) => valid),
      [941, 0],
    )
    assert.deepEqual(
      at(60).map(({ valid }) => valid),
      [940],
    )
  })

  it('of DNS is taken back beside what is new [RO-4]', () => {
    const old = address('2001:db8::53')
    const fresh = address('2001:db8::54')
    const announced = told({ dnsServers: [old], searchDomains: ['old.example'] })
    const { options } = ra({
      announced,
      contents: contents({ dnsServers: [fresh], searchDomains: ['new.example'] }),
    })
    assert.deepEqual(findNdOptions(options, NdOptionType.RDNSS), [
      { type: 25, lifetime: 5400, servers: [fresh] },
      { type: 25, lifetime: 0, servers: [old] },
    ])
    assert.deepEqual(findNdOptions(options, NdOptionType.DNSSL), [
      { type: 31, lifetime: 5400, domains: ['new.example'] },
      { type: 31, lifetime: 0, domains: ['old.example'] },
    ])
  })

  it('of routes is taken back', () => {
    const route = { prefix: prefix('2001:db8::/56'), preference: 'high' as const, until: NEVER }
    const options = findNdOptions(
      ra({ announced: told({ routes: [route] }) }).options,
      NdOptionType.ROUTE_INFORMATION,
    )
    assert.deepEqual(options, [{ type: 24, prefix: route.prefix, preference: 'medium', lifetime: 0 }])
  })
})
