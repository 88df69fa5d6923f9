import assert from 'node:assert/strict'
import {
  interpretReply,
  type ReplyContext,
  type ReplyOutcome,
} from '../../../src/rules/dhcpv6/interpretReply.ts'
import { leasedPrefixes, type Lease } from '../../../src/rules/dhcpv6/lease.ts'
import { formatIpv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import { instant } from '../../../src/values/time.ts'
import { MessageType } from '../../../src/wire/dhcpv6/message.ts'
import { OptionCode, type Dhcpv6Option } from '../../../src/wire/dhcpv6/option.ts'
import {
  address,
  iaPd,
  iaPrefix,
  rapidCommit,
  reply,
  SERVER,
  SERVER_ADDRESS,
  solMaxRt,
  status,
  texts,
} from './messages.ts'

const THEN = instant(1_000_000)
const NOW = instant(1_600_000)

type Asked = 'SOLICIT' | 'SOLICIT_RAPID' | 'REQUEST' | 'RENEW' | 'REBIND'

function exchange(asked: Asked): ReplyContext['exchange'] {
  const rapid = asked === 'SOLICIT_RAPID'
  return { type: MessageType[rapid ? 'SOLICIT' : asked], rapidCommit: rapid }
}

function interpret(asked: Asked, lease: Lease | null, ...options: readonly Dhcpv6Option[]): ReplyOutcome {
  const context = { iaids: [1, 2], lease, exchange: exchange(asked) }
  return interpretReply(reply(...options), SERVER_ADDRESS, context, NOW)
}

function bind(...options: readonly Dhcpv6Option[]): Lease {
  const context = { iaids: [1, 2], lease: null, exchange: exchange('REQUEST') }
  const outcome = interpretReply(reply(...options), SERVER_ADDRESS, context, THEN)
  assert.ok(outcome.kind === 'bound')
  return outcome.lease
}

function leaseOf(outcome: ReplyOutcome): Lease {
  assert.ok('lease' in outcome, outcome.kind)
  return outcome.lease
}

const prefixesAfter = (outcome: ReplyOutcome): string[] => texts(leasedPrefixes(leaseOf(outcome)))

const GOOD = iaPd({}, iaPrefix('2001:db8::/56'))
const WITHDRAWN = iaPrefix('2001:db8::/56', { preferred: 0, valid: 0 })
const HELD = bind(GOOD)

interface Row {
  readonly says: string
  readonly options: readonly Dhcpv6Option[]
  /** Without a lease, and with one that is renewed. */
  readonly becomes: readonly [ReplyOutcome['kind'], ReplyOutcome['kind']]
}

const rows: readonly Row[] = [
  { says: 'a prefix', options: [GOOD], becomes: ['bound', 'bound'] },
  {
    says: 'Success everywhere and a prefix [DC-24]',
    options: [
      status('Success'),
      iaPd({}, status('Success'), iaPrefix('2001:db8::/56', {}, status('Success'))),
    ],
    becomes: ['bound', 'bound'],
  },
  { says: 'nothing', options: [], becomes: ['refused', 'retryLater'] },
  { says: 'an empty IA [CL-22]', options: [iaPd({})], becomes: ['refused', 'retryLater'] },
  {
    says: 'UnspecFail at the top [CL-18] [DC-24]',
    options: [status('UnspecFail'), GOOD],
    becomes: ['retryLater', 'retryLater'],
  },
  {
    says: 'UnspecFail in the IA [DC-24]',
    options: [iaPd({}, status('UnspecFail'), iaPrefix('2001:db8::/56'))],
    becomes: ['refused', 'retryLater'],
  },
  {
    says: 'UnspecFail in the prefix [DC-24]',
    options: [iaPd({}, iaPrefix('2001:db8::/56', {}, status('UnspecFail')))],
    becomes: ['refused', 'retryLater'],
  },
  {
    says: 'NoBinding at the top [CL-20] [DC-24]',
    options: [status('NoBinding')],
    becomes: ['noBinding', 'noBinding'],
  },
  {
    says: 'NoBinding in an IA [CL-20] [DC-24]',
    options: [iaPd({}, status('NoBinding'))],
    becomes: ['noBinding', 'noBinding'],
  },
  {
    says: 'NoBinding in a prefix [CL-20] [DC-24]',
    options: [iaPd({}, iaPrefix('2001:db8::/56', {}, status('NoBinding')))],
    becomes: ['noBinding', 'noBinding'],
  },
  {
    says: 'NoBinding in one IA of two [CL-20]',
    options: [GOOD, iaPd({ iaid: 2 }, status('NoBinding'))],
    becomes: ['noBinding', 'noBinding'],
  },
  {
    says: 'NoBinding in an IA beside a withdrawal [CL-20]',
    options: [iaPd({}, WITHDRAWN, status('NoBinding'))],
    becomes: ['noBinding', 'noBinding'],
  },
  {
    says: "NoBinding in another's IA",
    options: [GOOD, iaPd({ iaid: 9 }, status('NoBinding'))],
    becomes: ['bound', 'bound'],
  },
  {
    says: 'NoPrefixAvail at the top [CL-21] [DC-24]',
    options: [status('NoPrefixAvail'), GOOD],
    becomes: ['refused', 'refused'],
  },
  {
    says: 'NoPrefixAvail in the IA [CL-21] [DC-24]',
    options: [iaPd({}, status('NoPrefixAvail'), iaPrefix('2001:db8::/56'))],
    becomes: ['refused', 'retryLater'],
  },
  {
    says: 'NoPrefixAvail in one IA of two [CL-21]',
    options: [GOOD, iaPd({ iaid: 2 }, status('NoPrefixAvail'))],
    becomes: ['bound', 'bound'],
  },
  { says: 'NotOnLink at the top', options: [status('NotOnLink'), GOOD], becomes: ['refused', 'refused'] },
  { says: 'UseMulticast [CHG-3]', options: [status('UseMulticast')], becomes: ['retryLater', 'retryLater'] },
  { says: 'a status that nobody knows', options: [status(999), GOOD], becomes: ['refused', 'refused'] },
  {
    says: 'a prefix with preferred above valid [DC-22]',
    options: [iaPd({}, iaPrefix('2001:db8::/56', { preferred: 2, valid: 1 }))],
    becomes: ['refused', 'retryLater'],
  },
  {
    says: 'an IA with T1 above T2 [DC-21]',
    options: [iaPd({ t1: 2, t2: 1 }, iaPrefix('2001:db8::/56'))],
    becomes: ['refused', 'retryLater'],
  },
  {
    says: 'T1 above a T2 of 0 [DC-21]',
    options: [iaPd({ t1: 2, t2: 0 }, iaPrefix('2001:db8::/56'))],
    becomes: ['bound', 'bound'],
  },
  {
    says: 'its only prefix with valid 0 [CL-23]',
    options: [iaPd({}, WITHDRAWN)],
    becomes: ['refused', 'lost'],
  },
  {
    says: "another's IA alone [CL-22]",
    options: [iaPd({ iaid: 9 }, iaPrefix('2001:db8::/56'))],
    becomes: ['refused', 'retryLater'],
  },
]

describe('Reply (RFC 9915 §18.2.10)', () => {
  for (const { says, options, becomes } of rows) {
    it(`with ${says}`, () => {
      assert.equal(interpret('REQUEST', null, ...options).kind, becomes[0])
      assert.equal(interpret('RENEW', HELD, ...options).kind, becomes[1])
      assert.equal(interpret('REBIND', HELD, ...options).kind, becomes[1])
    })
  }

  it('to a Solicit counts with Rapid Commit in both alone [CL-6]', () => {
    const outcomes = [
      interpret('SOLICIT_RAPID', null, GOOD, rapidCommit),
      interpret('SOLICIT_RAPID', null, GOOD),
      interpret('SOLICIT', null, GOOD, rapidCommit),
      interpret('SOLICIT', null, GOOD),
    ]
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['bound', 'refused', 'refused', 'refused'],
    )
  })

  it('tells SOL_MAX_RT and every status whatever comes of it [DC-16] [DC-24]', () => {
    for (const { options } of rows) {
      const outcome = interpret('RENEW', HELD, ...options, solMaxRt(77))
      assert.equal(outcome.solMaxRt, 77)
    }
    const { statuses } = interpret('RENEW', HELD, status(9, 'a'), iaPd({}, status('NoBinding', 'b')))
    assert.deepEqual(
      statuses.map(one => [one.level, one.status, one.message]),
      [
        ['message', 9, 'a'],
        ['IA_PD', 3, 'b'],
      ],
    )
  })

  it('gives lifetimes, T1 and T2 from the moment it came [CL-23]', () => {
    const lease = leaseOf(interpret('REQUEST', null, GOOD))
    const [leased] = leasedPrefixes(lease)
    assert.deepEqual(
      [lease.obtainedAt, lease.t1, lease.t2, leased!.preferredUntil, leased!.validUntil].map(at => at - NOW),
      [0, 1_800_000, 2_880_000, 3_600_000, 7_200_000],
    )
    assert.deepEqual([lease.server, lease.serverAddress], [SERVER, SERVER_ADDRESS])
  })

  it('brings DNS, and takes it back by not naming it [CL-26]', () => {
    const dns: Dhcpv6Option[] = [
      { code: OptionCode.DNS_SERVERS, servers: [address('2001:db8::53')] },
      { code: OptionCode.DOMAIN_LIST, domains: ['example.org'] },
    ]
    const with_ = leaseOf(interpret('REQUEST', null, GOOD, ...dns))
    assert.deepEqual([with_.dnsServers, with_.searchDomains], [[address('2001:db8::53')], ['example.org']])
    const without = leaseOf(interpret('RENEW', with_, GOOD))
    assert.deepEqual([without.dnsServers, without.searchDomains], [[], []])
  })

  it('keeps what a delegation excludes, where that lies within it [CL-31]', () => {
    const excluded = (prefixLength: number) => {
      const exclude = { code: OptionCode.PD_EXCLUDE, prefixLength, subnetId: Uint8Array.of(0x34) }
      const granted = iaPd({}, iaPrefix('2001:db8:0:1200::/56', {}, exclude))
      return leasedPrefixes(leaseOf(interpret('REQUEST', null, granted)))[0]!.excluded
    }
    assert.equal(formatIpv6Prefix(excluded(64)!), '2001:db8:0:1234::/64')
    assert.deepEqual([excluded(56), excluded(48), excluded(72)], [null, null, null])
  })
})

describe('what a Reply does to the lease (RFC 9915 §18.2.10.1)', () => {
  const OLD = '2001:db8::/56'
  const NEW = '2001:db8:1::/56'
  const two = bind(iaPd({}, iaPrefix(OLD), iaPrefix(NEW)))

  it('adds what is new and leaves alone what is not named [CL-23] [CL-24]', () => {
    assert.deepEqual(prefixesAfter(interpret('RENEW', HELD, iaPd({}, iaPrefix(NEW)))), [NEW, OLD])
  })

  it('updates what it names [CL-23]', () => {
    const lease = leaseOf(interpret('RENEW', HELD, iaPd({}, iaPrefix(OLD, { preferred: 60, valid: 90 }))))
    assert.deepEqual(
      leasedPrefixes(lease).map(({ validUntil }) => validUntil - NOW),
      [90_000],
    )
  })

  it('takes an old prefix with 0 and a new one as a renumbering [CL-23] [CL-24]', () => {
    assert.deepEqual(prefixesAfter(interpret('RENEW', HELD, iaPd({}, WITHDRAWN, iaPrefix(NEW)))), [NEW])
  })

  it('takes all prefixes of an IA, and of several IAs [CL-24]', () => {
    const lease = leaseOf(
      interpret(
        'REQUEST',
        null,
        iaPd({}, iaPrefix(OLD), iaPrefix(NEW)),
        iaPd({ iaid: 2 }, iaPrefix('2001:db8:2::/56')),
      ),
    )
    assert.deepEqual(
      lease.iaPds.map(ia => [ia.iaid, ...texts(ia.prefixes)]),
      [
        [1, OLD, NEW],
        [2, '2001:db8:2::/56'],
      ],
    )
  })

  it('keeps an IA that the Reply does not name [CL-22]', () => {
    const both = bind(GOOD, iaPd({ iaid: 2 }, iaPrefix(NEW)))
    assert.deepEqual(prefixesAfter(interpret('RENEW', both, GOOD)), [OLD, NEW])
  })

  it('counts a prefix that is named twice once [VAL-12]', () => {
    assert.deepEqual(prefixesAfter(interpret('REQUEST', null, iaPd({}, iaPrefix(OLD), iaPrefix(OLD)))), [OLD])
  })

  it('renews soon what is left when one of two is withdrawn and none extended', () => {
    const outcome = interpret('RENEW', two, iaPd({}, WITHDRAWN))
    assert.equal(outcome.kind, 'bound')
    const lease = leaseOf(outcome)
    assert.deepEqual(texts(leasedPrefixes(lease)), [NEW])
    assert.deepEqual([lease.t1 - NOW, lease.t2 - NOW], [1_500_000, 2_400_000])
  })

  it('drops, after NoBinding and a Request, what the server does not bind again', () => {
    assert.deepEqual(prefixesAfter(interpret('REQUEST', two, iaPd({}, iaPrefix(NEW)))), [NEW])
    assert.deepEqual(prefixesAfter(interpret('REBIND', two, iaPd({}, iaPrefix(NEW)))), [NEW, OLD])
  })

  it('remembers at most 64 prefixes of an IA, the latest ones [VAL-12]', () => {
    const numbered = (from: number) =>
      iaPd(
        {},
        ...Array.from({ length: 100 }, (_, i) => iaPrefix(`2001:db8:0:${(from + i).toString(16)}::/64`)),
      )
    const first = leaseOf(interpret('REQUEST', null, numbered(0)))
    assert.equal(leasedPrefixes(first).length, 64)
    const second = prefixesAfter(interpret('RENEW', first, numbered(0x1000)))
    assert.deepEqual([second.length, second[0]], [64, '2001:db8:0:1000::/64'])
  })

  it('has lost the lease when the last prefix is taken back [CL-23]', () => {
    const outcome = interpret('RENEW', HELD, iaPd({}, WITHDRAWN))
    assert.equal(outcome.kind, 'lost')
    assert.deepEqual(prefixesAfter(outcome), [])
  })

  it('forgets what expired meanwhile', () => {
    const short = bind(iaPd({}, iaPrefix(OLD, { preferred: 60, valid: 60 })))
    assert.deepEqual(prefixesAfter(interpret('REBIND', short, iaPd({}, iaPrefix(NEW)))), [NEW])
  })
})

describe('interpretReply, of prefixes that are none to route', () => {
  for (const prefix of ['2000::/3', '2001:c00::/23', 'fe80::/56', 'ff0e::/56']) {
    it(`takes no ${prefix}`, () => {
      assert.equal(interpret('REQUEST', null, iaPd({}, iaPrefix(prefix))).kind, 'refused')
    })
  }

  it('takes a /24', () => {
    assert.equal(interpret('REQUEST', null, iaPd({}, iaPrefix('2001:d00::/24'))).kind, 'bound')
  })
})
