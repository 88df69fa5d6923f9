import assert from 'node:assert/strict'
import fc from 'fast-check'
import { drawUint32, seedRandom } from '../../src/values/random.ts'
import { encodeDhcpv6, MessageType, type Dhcpv6Message } from '../../src/wire/dhcpv6/message.ts'
import { OptionCode, type Dhcpv6Option } from '../../src/wire/dhcpv6/option.ts'
import {
  address,
  clientId,
  duidOf,
  iaPd,
  iaPrefix,
  rapidCommit,
  serverId,
  solMaxRt,
  status,
} from '../rules/dhcpv6/messages.ts'
import { mostIn20Seconds, RouterLab, type Server } from './requestingRouterLab.ts'
import { ScriptedServer, type Habits } from './requestingRouterServers.ts'

const LIMIT = 20

/** Every state in which a router may be found in the long run, with a lease and without. */
const SOUND = new Set(['init', 'assigningSrToRr', 'configRrPrepare', 'configInSync'])

/** The state is one that goes on by itself, and the books agree. */
function checkSound(lab: RouterLab): void {
  assert.ok(SOUND.has(lab.state), lab.state)
  assert.ok(mostIn20Seconds(lab.sent) <= LIMIT, 'the rate')
  if (lab.state === 'configInSync') assert.ok(lab.prefixes.length > 0, 'in sync without a prefix')
  if (lab.state === 'init' || lab.state === 'assigningSrToRr') assert.equal(lab.lease, null)
  for (const text of lab.prefixes) assert.doesNotMatch(text, /^(ff|fe[89ab]|::\/)/)
}

describe('RR and storms', () => {
  const storm: readonly (readonly [string, Habits])[] = [
    ['NoBinding to everything', { instead: () => [iaPd({}, status('NoBinding'))] }],
    ['UnspecFail to everything', { instead: () => [status('UnspecFail')] }],
    [
      'NoPrefixAvail to every Request',
      { instead: on => (on.type === MessageType.REQUEST ? [status('NoPrefixAvail')] : undefined) },
    ],
    ['leases of one second', { preferred: 1, valid: 1, t1: 0, t2: 0 }],
    ['T1 and T2 of a second', { t1: 1, t2: 1 }],
    [
      'a lease that it takes back at once',
      {
        instead: on =>
          on.type === MessageType.SOLICIT || on.type === MessageType.REQUEST
            ? undefined
            : [iaPd({}, iaPrefix('2001:db8::/56', { preferred: 0, valid: 0 }))],
        t1: 1,
        t2: 2,
      },
    ],
    [
      'another prefix each time',
      {
        instead: on => [
          iaPd({ t1: 1, t2: 2 }, iaPrefix(`2001:db8:${(on.transactionId & 0xff).toString(16)}::/56`)),
        ],
      },
    ],
    [
      'an old prefix withdrawn each time and none extended',
      {
        instead: on =>
          on.type === MessageType.RENEW
            ? [iaPd({}, iaPrefix('2001:db8:1::/56', { preferred: 0, valid: 0 }))]
            : undefined,
        t1: 1,
      },
    ],
  ]

  for (const [what, habits] of storm) {
    it(`sends no more than 20 messages in any 20 s to a server that gives ${what} [DC-9] [CL-18]`, async () => {
      for (const rapid of [false, true]) {
        const lab = new RouterLab({ settings: { rapidCommit: rapid } })
        lab.servers = [new ScriptedServer({ preference: 255, rapid, ...habits })]
        lab.start()
        await lab.pass(600)
        assert.ok(mostIn20Seconds(lab.sent) <= LIMIT, `${mostIn20Seconds(lab.sent)}`)
      }
    })
  }

  it('holds a cable back that comes and goes [DC-9]', async () => {
    const lab = new RouterLab().start()
    for (let i = 0; i < 200; i++) {
      lab.unplug()
      lab.plugIn()
      await lab.pass(0.05)
    }
    assert.equal(mostIn20Seconds(lab.sent), LIMIT)
    const warnings = lab.log.at('warn').filter(line => line.includes('holding back'))
    assert.deepEqual(warnings, ['holding back Solicit: 20 messages in 20 s is the limit (RFC 9915 §14.1)'])
    assert.ok((lab.router.status().counters['heldBack'] ?? 0) >= 180)
    await lab.pass(60)
    assert.equal(lab.sent.at(-1)!.name, 'Solicit')
  })
})

describe('RR and hostile datagrams', () => {
  it('drops what is no message, and is none the worse [VAL-12]', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), async noise => {
        const lab = new RouterLab().start()
        for (const octets of noise) lab.deliver(octets)
        lab.servers = [new ScriptedServer()]
        await lab.pass(10)
        assert.equal(lab.state, 'configInSync')
      }),
      { numRuns: 50 },
    )
  })

  it('drops what has the wrong ids, in every state [VAL-1] [VAL-4] [VAL-7]', async () => {
    const lab = new RouterLab().start()
    const forge = (message: Dhcpv6Message, id: number, client: number) =>
      encodeDhcpv6({
        ...message,
        transactionId: id,
        options: [clientId(duidOf(client)), serverId(), rapidCommit, iaPd({}, iaPrefix('2001:db8:bad::/56'))],
      })
    for (const type of [MessageType.REPLY, MessageType.ADVERTISE, MessageType.SOLICIT] as const) {
      const id = lab.sent[0]!.message.transactionId
      lab.deliver(forge({ type, transactionId: 0, options: [] }, id ^ 1, 0))
      lab.deliver(forge({ type, transactionId: 0, options: [] }, id, 5))
    }
    assert.equal(lab.state, 'assigningSrToRr')
    const { counters } = lab.router.status()
    assert.deepEqual(
      [counters['wrongTransactionId'], counters['foreignClientId'], counters['notForClients']],
      [2, 2, 2],
    )
    lab.servers = [new ScriptedServer()]
    await lab.pass(10)
    lab.takeStory()
    lab.deliver(forge({ type: MessageType.REPLY, transactionId: 0, options: [] }, 0, 0))
    assert.deepEqual([lab.state, lab.takeStory()], ['configInSync', []])
  })

  it('is not moved by the same Reply twice', async () => {
    const lab = new RouterLab()
    const server = new ScriptedServer({ preference: 255 })
    lab.servers = [server, server]
    lab.start()
    await lab.pass(1)
    assert.deepEqual(lab.takeSent(), ['Solicit', 'Request'])
    assert.deepEqual(lab.takeStory(), ['install 2001:db8::/56', 'advertise', 'save'])
  })
})

/** Numbers from a seed. */
function dice(seed: number): (below: number) => number {
  let state = seedRandom([seed, 1, 2, 3])
  return below => {
    const { value, next } = drawUint32(state)
    state = next
    return value % below
  }
}

const LIFETIMES = [0, 1, 2, 60, 3600, 7200, 0xffff_fffe, Infinity]
const PREFIXES = [
  '2001:db8::/56',
  '2001:db8::/48',
  '2001:db8:1::/64',
  '3fff::/20',
  '::/56',
  '::/0',
  'fe80::/64',
  'ff02::/64',
  '2001:db8::1/128',
]
const STATUSES = [0, 1, 2, 3, 4, 5, 6, 7, 65_535]

/** Options such as a server sends, with every value that it may and may not have. */
function lies(roll: (below: number) => number): Dhcpv6Option[] {
  const pick = <T>(from: readonly T[]): T => from[roll(from.length)]!
  const maybe = <T>(one: T, odds: number): T[] => (roll(odds) === 0 ? [one] : [])
  const grant = (): Dhcpv6Option => {
    const times = { preferred: pick(LIFETIMES), valid: pick(LIFETIMES) }
    return iaPrefix(roll(2) === 0 ? PREFIXES[0]! : pick(PREFIXES), times, ...maybe(status(pick(STATUSES)), 6))
  }
  const ia = (): Dhcpv6Option =>
    iaPd(
      { iaid: roll(8) === 0 ? roll(3) : 1, t1: pick(LIFETIMES), t2: pick(LIFETIMES) },
      ...maybe(status(pick(STATUSES), 'words'), 5),
      ...Array.from({ length: roll(4) }, grant),
    )
  return [
    ...maybe(rapidCommit, 3),
    ...maybe(status(pick(STATUSES)), 8),
    ...maybe(solMaxRt(pick([0, 59, 60, 86_400, 86_401, Infinity])), 4),
    ...maybe({ code: OptionCode.PREFERENCE, preference: roll(256) }, 2),
    ...Array.from({ length: roll(4) }, ia),
  ]
}

/** A server that answers each message with lies of its own choice; the ids are always right. */
function liar(roll: (below: number) => number, count: () => void): Server {
  const good = new ScriptedServer({ preference: 255 })
  return {
    address: address('fe80::1'),
    answer: message => {
      const answer = good.answer(message)
      if (answer === null || roll(10) === 0) return answer
      count()
      return { ...answer, options: [...answer.options.slice(0, 2), ...lies(roll)] }
    },
  }
}

describe('RR and a server that lies', () => {
  it('neither crashes nor storms nor believes in what cannot be, over ten thousand answers [DC-9] [VAL-12]', async function () {
    this.timeout(60_000)
    let answers = 0
    for (let seed = 1; answers < 10_000; seed++) {
      const lab = new RouterLab({ settings: { rapidCommit: seed % 2 === 0 } })
      const roll = dice(seed)
      lab.servers = [liar(roll, () => answers++)]
      lab.start()
      for (let i = 0; i < 40; i++) {
        await lab.pass([1, 30, 700, 4000][roll(4)]!)
        checkSound(lab)
      }
      lab.servers = [new ScriptedServer()]
      lab.router.stop(seed % 3 === 0)
      await lab.pass(30)
      assert.ok(lab.hasEnded)
    }
  })

  it('neither crashes nor storms when octets of good answers are changed [DC-9] [VAL-12]', async function () {
    this.timeout(60_000)
    let reached = 0
    for (let seed = 1; seed <= 60; seed++) {
      const roll = dice(seed)
      const lab = new RouterLab({ settings: { rapidCommit: true } })
      const good = new ScriptedServer({ preference: 255, rapid: true, t1: 5, t2: 8 })
      const deliver = lab.sockets.deliver.bind(lab.sockets)
      lab.sockets.deliver = (name, datagram) => {
        const payload = datagram.payload.slice()
        // Behind the ids and their lengths, so that most of them reach the rules.
        for (let i = roll(3); i >= 0; i--) payload[32 + roll(payload.length - 32)] = roll(256)
        deliver(name, { ...datagram, payload })
        reached++
      }
      lab.servers = [good]
      lab.start()
      await lab.pass(1000)
      checkSound(lab)
    }
    assert.ok(reached > 1000, `${reached}`)
  })
})
