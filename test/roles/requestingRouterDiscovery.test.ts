import assert from 'node:assert/strict'
import { later } from '../../src/values/time.ts'
import { encodeDhcpv6, MessageType, type Dhcpv6Message } from '../../src/wire/dhcpv6/message.ts'
import { findOption, findOptions, OptionCode } from '../../src/wire/dhcpv6/option.ts'
import { formatIpv6Prefix } from '../../src/values/ipv6Prefix.ts'
import { ALL_DHCP_RELAY_AGENTS_AND_SERVERS } from '../../src/values/ipv6Address.ts'
import { iaPd, rapidCommit, solMaxRt, status } from '../rules/dhcpv6/messages.ts'
import { gaps, RouterLab, WAN_ADDRESS, type Sent } from './requestingRouterLab.ts'
import { insteadOf, ScriptedServer, silence, type Habits } from './requestingRouterServers.ts'

function labWith(...habits: readonly Habits[]): { lab: RouterLab; servers: ScriptedServer[] } {
  const lab = new RouterLab()
  const servers = habits.map(
    (own, i) => new ScriptedServer({ id: i + 1, prefix: `2001:db8:${i + 1}::/56`, ...own }),
  )
  lab.servers = servers
  return { lab, servers }
}

const hints = ({ message }: Sent): string[] =>
  findOptions(message.options, OptionCode.IA_PD).flatMap(ia =>
    findOptions(ia.options, OptionCode.IAPREFIX).map(({ prefix }) => formatIpv6Prefix(prefix)),
  )
const serverOf = ({ message }: Sent): number =>
  findOption(message.options, OptionCode.SERVERID)?.duid.at(-1) ?? 0

const elapsed = (message: Dhcpv6Message): number =>
  findOption(message.options, OptionCode.ELAPSED_TIME)!.hundredths
const silentOn = {
  REQUEST: (message: Dhcpv6Message) => (message.type === MessageType.REQUEST ? null : undefined),
}

const NO_PREFIX = [iaPd({}, status('NoPrefixAvail', 'pool is empty'))]

describe('RR finds a server', () => {
  it('solicits, waits for the first RT, requests, and has its lease', async () => {
    const { lab } = labWith({})
    lab.start()
    await lab.pass(1)
    assert.deepEqual(lab.takeSent(), ['Solicit'])
    assert.equal(lab.state, 'assigningSrToRr')
    await lab.pass(1)
    assert.deepEqual(lab.takeSent(), ['Request'])
    assert.equal(lab.state, 'configInSync')
    assert.deepEqual(lab.takeStory(), ['install 2001:db8:1::/56', 'advertise', 'save'])
    assert.deepEqual(lab.prefixes, ['2001:db8:1::/56'])
  })

  it('sends from its link-local to ff02::1:2, port 547, whatever a server says of unicast [CHG-2] [CHG-5]', async () => {
    const unicast = { code: OptionCode.UNICAST, address: WAN_ADDRESS } as const
    const { lab } = labWith({ more: [unicast] })
    lab.start()
    await lab.pass(2000)
    assert.deepEqual(
      lab.sent.map(({ name }) => name),
      ['Solicit', 'Request', 'Renew'],
    )
    for (const { datagram } of lab.sent) {
      const { from, to, port } = datagram
      assert.deepEqual([from, to, port], [WAN_ADDRESS, ALL_DHCP_RELAY_AGENTS_AND_SERVERS, 547])
    }
  })

  it('takes an answer from any source port [CHG-5]', async () => {
    const { lab } = labWith({})
    const deliver = lab.sockets.deliver.bind(lab.sockets)
    lab.sockets.deliver = (name, datagram) => deliver(name, { ...datagram, sourcePort: 40_000 })
    lab.start()
    await lab.pass(2)
    assert.equal(lab.state, 'configInSync')
  })

  it('keeps the transaction id within an exchange and draws another for the next [DC-12]', async () => {
    const { lab, servers } = labWith({ instead: silence })
    lab.start()
    await lab.pass(20)
    servers[0]!.habits = { ...servers[0]!.habits, instead: () => undefined }
    await lab.pass(40)
    const ids = (name: string) =>
      new Set(lab.sent.filter(one => one.name === name).map(({ message }) => message.transactionId))
    assert.ok(lab.sent.length > 4)
    assert.deepEqual([ids('Solicit').size, ids('Request').size], [1, 1])
    assert.notDeepEqual(ids('Solicit'), ids('Request'))
  })

  it('says 0 as Elapsed Time first, and then how long it has tried [DC-11] [DC-14]', async () => {
    const { lab } = labWith()
    lab.start()
    await lab.pass(1000)
    for (const { at, message } of lab.sent) {
      assert.equal(elapsed(message), Math.min(0xffff, Math.floor((at - lab.sent[0]!.at) / 10)))
    }
    assert.ok(lab.sent.length > 8)
  })

  it('says 0 as Elapsed Time first, however slow it is itself [DC-14]', () => {
    const { lab } = labWith()
    const now = lab.clock.now.bind(lab.clock)
    let late = 0
    lab.clock.now = () => later(now(), (late += 0.02))
    lab.start()
    assert.equal(elapsed(lab.sent[0]!.message), 0)
  })

  it('delays the first Solicit at random, up to the limit it is given [CL-2] [RT-SOLICIT]', async () => {
    const first = async (seconds: number): Promise<number> => {
      const lab = new RouterLab({ settings: { firstSolicitDelay: seconds } }).start()
      const start = lab.clock.now()
      await lab.pass(seconds)
      return (lab.sent[0]!.at - start) / 1000
    }
    const [none, one, ten] = [await first(0), await first(1), await first(10)]
    assert.equal(none, 0)
    assert.ok(one > 0 && one < 1)
    assert.ok(Math.abs(ten / 10 - one) < 1e-9)
  })

  it('solicits again after 1, 2, 4 s and so on, never rarer than once an hour [RT-SOLICIT] [RT-RULES]', async () => {
    const { lab } = labWith()
    lab.start()
    await lab.pass(86_400)
    const series = gaps(lab.sent)
    assert.ok(series[0]! > 1 && series[0]! <= 1.1, `${series[0]}`)
    for (const [i, gap] of series.entries()) {
      if (i === 0) continue
      const doubled = gap / series[i - 1]!
      if (gap < 3240) assert.ok(doubled >= 1.9 && doubled <= 2.1, `${gap}`)
      else assert.ok(gap <= 3960, `${gap}`)
    }
    assert.ok(series.length > 30)
  })

  it('gathers Advertises for the whole first RT, though the first be good [CL-3] [RT-SOLICIT]', async () => {
    const { lab } = labWith({ preference: 254 })
    lab.start()
    await lab.pass(1)
    assert.deepEqual(lab.takeSent(), ['Solicit'])
    await lab.pass(0.1)
    assert.deepEqual(lab.takeSent(), ['Request'])
  })

  it('takes a preference of 255 at once [CL-3] [RT-SOLICIT]', async () => {
    const { lab } = labWith({ preference: 255 })
    lab.start()
    await lab.pass(0.05)
    assert.deepEqual(lab.takeSent(), ['Solicit', 'Request'])
    assert.equal(lab.state, 'configInSync')
  })

  it('takes the first Advertise of all once the first RT is over [CL-3] [RT-SOLICIT]', async () => {
    const { lab, servers } = labWith({ instead: silence })
    lab.start()
    await lab.pass(2)
    servers[0]!.habits = { ...servers[0]!.habits, instead: () => undefined }
    await lab.pass(2)
    const [, , third, request] = lab.sent
    assert.equal(request!.name, 'Request')
    assert.ok(request!.at - third!.at < 20)
  })

  it('takes the best of several servers [CL-4]', async () => {
    const { lab } = labWith(
      { preference: 3 },
      { preference: 9 },
      { preference: 9, prefix: '2001:db8:3::/60' },
    )
    lab.start()
    await lab.pass(2)
    assert.deepEqual(lab.prefixes, ['2001:db8:2::/56'])
  })

  it('tries the next best after ten Requests without an answer [CL-7] [CL-4] [RT-REQUEST]', async () => {
    const { lab } = labWith(
      { preference: 3 },
      { preference: 9, instead: silentOn.REQUEST },
      { preference: 5 },
    )
    lab.start()
    await lab.pass(400)
    const asked = lab.sent.filter(({ name }) => name === 'Request')
    assert.deepEqual(asked.map(serverOf), [...Array<number>(10).fill(2), 3])
    assert.deepEqual(lab.prefixes, ['2001:db8:3::/56'])
    const series = gaps(asked.slice(0, 10))
    assert.ok(series[0]! >= 0.9 && series[0]! <= 1.1)
    for (const gap of series.slice(5)) assert.ok(gap >= 27 && gap <= 33, `${gap}`)
  })

  it('begins anew when none of them answers a Request [CL-7] [RT-REQUEST]', async () => {
    const { lab } = labWith({ instead: silentOn.REQUEST }, { instead: silentOn.REQUEST })
    lab.start()
    await lab.pass(600)
    const names = lab.takeSent()
    const round = ['Solicit', ...Array<string>(20).fill('Request')]
    assert.deepEqual(names.slice(0, 22), [...round, 'Solicit'])
  })

  it('tries the next best at once when one has nothing after all [CL-25] [CL-4]', async () => {
    const { lab } = labWith(
      { preference: 9, instead: insteadOf(MessageType.REQUEST, ...NO_PREFIX) },
      { preference: 3 },
    )
    lab.start()
    await lab.pass(1.2)
    assert.deepEqual(lab.sent.slice(1).map(serverOf), [1, 2])
    assert.deepEqual(lab.prefixes, ['2001:db8:2::/56'])
  })

  it('remembers one Advertise of each server, and of not more than sixteen', async () => {
    const lab = new RouterLab().start()
    const crowd = Array.from({ length: 40 }, (_, i) => new ScriptedServer({ id: 1 + (i % 20) }))
    for (const server of crowd) lab.post(encodeDhcpv6(server.answer(lab.sent[0]!.message)!), server.address)
    await lab.pass(4000)
    const solicits = lab.sent.flatMap(({ name }, i) => (name === 'Solicit' ? [i] : []))
    const requested = lab.sent.slice(solicits[0]! + 1, solicits[1]).map(serverOf)
    const times = Array.from({ length: 16 }, (_, i) => requested.filter(id => id === i + 1).length)
    assert.deepEqual(times, Array<number>(16).fill(10))
    assert.equal(requested.length, 160)
  })
})

describe('RR and servers that have nothing for it', () => {
  it('goes on soliciting at its own pace, and says what it was told [CL-5] [CL-21]', async () => {
    const { lab } = labWith({ instead: insteadOf(MessageType.SOLICIT, ...NO_PREFIX) })
    lab.start()
    await lab.pass(60)
    const alone = new RouterLab().start()
    await alone.pass(60)
    assert.deepEqual(
      lab.sent.map(({ at }) => at),
      alone.sent.map(({ at }) => at),
    )
    const said = 'the server has nothing for us: NoPrefixAvail ("pool is empty")'
    assert.equal(lab.log.at('warn').filter(line => line === said).length, lab.sent.length)
  })

  it('asks once without a length hint after three NoPrefixAvail, and then with it again [CL-30]', async () => {
    const { lab } = labWith({ instead: insteadOf(MessageType.SOLICIT, ...NO_PREFIX) })
    lab.start()
    await lab.pass(600)
    const hinted = lab.sent.map(sent => hints(sent).join())
    assert.deepEqual(hinted.slice(0, 9), [
      '::/56',
      '::/56',
      '::/56',
      '',
      '::/56',
      '::/56',
      '',
      '::/56',
      '::/56',
    ])
    assert.ok(lab.log.at('warn').includes('NoPrefixAvail three times: asking once without a length hint'))
  })

  it('takes what a server has when it is asked without a hint [CL-30]', async () => {
    const { lab } = labWith({
      prefix: '2001:db8::/60',
      instead: message =>
        message.type === MessageType.SOLICIT && hints({ message } as Sent).length > 0 ? NO_PREFIX : undefined,
    })
    lab.start()
    await lab.pass(15)
    assert.deepEqual(lab.prefixes, ['2001:db8::/60'])
  })

  it('sends no hint that nobody asked for [DC-23]', async () => {
    const lab = new RouterLab({ settings: { prefixHint: null } }).start()
    await lab.pass(100)
    assert.deepEqual(lab.sent.flatMap(hints), [])
  })

  for (const [name, options] of [
    ['an Advertise that offers nothing', NO_PREFIX],
    ['one that fails as a whole', [status('UnspecFail')]],
  ] as const) {
    it(`keeps to the SOL_MAX_RT of ${name}, from now on [DC-16] [CL-5] [RT-SOLICIT]`, async () => {
      const { lab } = labWith({ instead: insteadOf(MessageType.SOLICIT, ...options, solMaxRt(60)) })
      lab.start()
      await lab.pass(7200)
      for (const gap of gaps(lab.sent).slice(8)) assert.ok(gap >= 54 && gap <= 66, `${gap}`)
    })
  }

  it('keeps to the SOL_MAX_RT of a Reply that fails [DC-16]', async () => {
    const { lab, servers } = labWith({
      instead: insteadOf(MessageType.REQUEST, status('NoPrefixAvail'), solMaxRt(60)),
    })
    lab.start()
    await lab.pass(2)
    servers[0]!.habits = { instead: silence }
    await lab.pass(7200)
    for (const gap of gaps(lab.sent).slice(-50)) assert.ok(gap >= 54 && gap <= 66, `${gap}`)
  })

  it('keeps to the default where servers disagree about SOL_MAX_RT [DC-18]', async () => {
    const { lab } = labWith(
      { instead: insteadOf(MessageType.SOLICIT, ...NO_PREFIX, solMaxRt(60)) },
      { instead: insteadOf(MessageType.SOLICIT, ...NO_PREFIX, solMaxRt(70)) },
      { instead: insteadOf(MessageType.SOLICIT, ...NO_PREFIX) },
    )
    lab.start()
    await lab.pass(40_000)
    assert.ok(gaps(lab.sent).at(-1)! > 3000)
  })

  it('takes a SOL_MAX_RT again once servers agree [DC-18]', async () => {
    const { lab, servers } = labWith(
      { instead: insteadOf(MessageType.SOLICIT, ...NO_PREFIX, solMaxRt(60)) },
      { instead: insteadOf(MessageType.SOLICIT, ...NO_PREFIX, solMaxRt(70)) },
    )
    lab.start()
    await lab.pass(20)
    servers[1]!.habits = { instead: silence }
    await lab.pass(7200)
    for (const gap of gaps(lab.sent).slice(8)) assert.ok(gap >= 54 && gap <= 66, `${gap}`)
  })

  it('ignores a SOL_MAX_RT out of range [DC-16]', async () => {
    const { lab } = labWith({ instead: insteadOf(MessageType.SOLICIT, ...NO_PREFIX, solMaxRt(59)) })
    lab.start()
    await lab.pass(40_000)
    assert.ok(gaps(lab.sent).at(-1)! > 3000)
  })

  it('sends a Request again, ten times at most, to a server that fails [CL-18] [RT-REQUEST]', async () => {
    const { lab } = labWith({ instead: insteadOf(MessageType.REQUEST, status('UnspecFail')) })
    lab.start()
    await lab.pass(220)
    assert.deepEqual(lab.takeSent().slice(0, 12), [
      'Solicit',
      ...Array<string>(10).fill('Request'),
      'Solicit',
    ])
  })

  it('waits longer and longer between discoveries that fail, up to two minutes [CL-25]', async () => {
    const { lab } = labWith({ instead: insteadOf(MessageType.REQUEST, ...NO_PREFIX) })
    lab.start()
    await lab.pass(3600)
    const pauses = lab.sent.flatMap(({ name, at }, i) =>
      name === 'Request' && lab.sent[i + 1] !== undefined ? [(lab.sent[i + 1]!.at - at) / 1000] : [],
    )
    assert.ok(pauses[0]! < 2 && pauses[1]! > pauses[0]! && pauses[2]! > pauses[1]!)
    for (const pause of pauses.slice(8)) assert.ok(pause >= 108 && pause <= 133, `${pause}`)
  })

  it('tells what to look at from the third Solicit on, by what arrives on the port', async () => {
    const advice = async (before: number | null, after: number | null): Promise<string[]> => {
      const lab = new RouterLab()
      lab.counters.received = before
      lab.start()
      lab.counters.received = after
      await lab.pass(80)
      return lab.log.at('warn')
    }
    const [third, sixth] = await advice(2, 42)
    assert.match(third!, /^no answer to 3 Solicit messages: 40 IPv6 packets did arrive .* firewall/)
    assert.match(sixth!, /^no answer to 6 Solicit messages/)
    assert.match((await advice(2, 2))[0]!, /no IPv6 packet has arrived .* cable/)
    assert.match((await advice(null, null))[0]!, /is there a DHCPv6 server/)
  })
})

describe('RR and Rapid Commit', () => {
  const rapidLab = (habits: Habits): RouterLab => {
    const lab = new RouterLab({ settings: { rapidCommit: true } })
    lab.servers = [new ScriptedServer(habits)]
    return lab.start()
  }

  it('has its lease with the first Reply [CL-6]', async () => {
    const lab = rapidLab({ rapid: true })
    await lab.pass(0.02)
    assert.deepEqual(lab.takeSent(), ['Solicit'])
    assert.equal(lab.state, 'configInSync')
    assert.deepEqual(lab.takeStory(), ['install 2001:db8::/56', 'advertise', 'save'])
  })

  it('goes on with Advertises where no server commits rapidly [CL-6]', async () => {
    const lab = rapidLab({ rapid: false })
    await lab.pass(2)
    assert.deepEqual(lab.takeSent(), ['Solicit', 'Request'])
  })

  it('drops a Reply to its Solicit that lacks the option [CL-6]', () => {
    const lab = rapidLab({ instead: silence })
    const server = new ScriptedServer({ rapid: true })
    const full = server.answer(lab.sent[0]!.message)!
    const options = full.options.filter(({ code }: { code: number }) => code !== OptionCode.RAPID_COMMIT)
    lab.deliver(encodeDhcpv6({ ...full, options }))
    assert.equal(lab.state, 'assigningSrToRr')
    lab.deliver(encodeDhcpv6(full))
    assert.equal(lab.state, 'configExchange')
  })

  it('takes no Reply to a Solicit in which it did not ask for it [CL-6]', () => {
    const lab = new RouterLab().start()
    const server = new ScriptedServer({ rapid: true })
    const [solicit] = lab.sent
    const asked = { ...solicit!.message, options: [...solicit!.message.options, rapidCommit] }
    lab.deliver(encodeDhcpv6(server.answer(asked)!))
    assert.equal(lab.state, 'assigningSrToRr')
  })
})
