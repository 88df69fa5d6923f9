import assert from 'node:assert/strict'
import { MessageType } from '../../src/wire/dhcpv6/message.ts'
import { findOption, findOptions, OptionCode } from '../../src/wire/dhcpv6/option.ts'
import { fault } from '../../src/values/fault.ts'
import { formatIpv6Prefix } from '../../src/values/ipv6Prefix.ts'
import { iaPd, iaPrefix, status } from '../rules/dhcpv6/messages.ts'
import { gaps, RouterLab, type Remains, type Sent } from './requestingRouterLab.ts'
import { insteadOf, ScriptedServer, silence, type Habits } from './requestingRouterServers.ts'

const HOUR = 3600
const DAY = 24 * HOUR

/** A router that has its lease since a moment ago, and its server. */
async function bound(
  habits: Habits = {},
  remains: Remains = {},
): Promise<{ lab: RouterLab; server: ScriptedServer }> {
  const server = new ScriptedServer({ preference: 255, ...habits })
  const lab = new RouterLab(remains)
  lab.servers = [server]
  lab.start()
  await lab.pass(0.02)
  assert.equal(lab.state, 'configInSync')
  lab.takeSent()
  lab.takeStory()
  return { lab, server }
}

const named = ({ message }: Sent): string[] =>
  findOptions(message.options, OptionCode.IA_PD).flatMap(ia =>
    findOptions(ia.options, OptionCode.IAPREFIX).map(({ prefix }) => formatIpv6Prefix(prefix)),
  )
const hasServer = ({ message }: Sent): boolean =>
  findOption(message.options, OptionCode.SERVERID) !== undefined
/** The datagrams of this name since the last look, with the second at which each left after `since`. */
const of = (lab: RouterLab, name: string): Sent[] => lab.sent.filter(one => one.name === name)
const silent = (server: ScriptedServer): void => {
  server.habits = { ...server.habits, instead: silence }
}
const well = (server: ScriptedServer): void => {
  server.habits = { ...server.habits, instead: () => undefined }
}

describe("a day of a lease's life", () => {
  it('renews at T1, rebinds at T2, ends with the lease, solicits, and is well again', async () => {
    const began = process.hrtime.bigint()
    const { lab, server } = await bound()
    await lab.pass(6 * HOUR)
    assert.deepEqual(lab.takeSent(), Array<string>(11).fill('Renew'))
    assert.deepEqual(new Set(lab.takeStory()), new Set(['install 2001:db8::/56', 'advertise', 'save']))

    silent(server)
    await lab.pass(3 * HOUR)
    const names = [...new Set(lab.takeSent())]
    assert.deepEqual(names, ['Renew', 'Rebind', 'Solicit'])
    assert.deepEqual(lab.takeStory(), ['withdraw gone', 'forget'])
    assert.equal(lab.lease, null)
    assert.ok(lab.log.at('warn').includes('the delegation expired; LANs are told, a new one is solicited'))

    await lab.pass(10 * HOUR)
    assert.deepEqual([...new Set(lab.takeSent())], ['Solicit'])
    well(server)
    await lab.pass(5 * HOUR)
    assert.deepEqual(lab.takeStory().slice(0, 3), ['install 2001:db8::/56', 'advertise', 'save'])
    assert.equal(lab.state, 'configInSync')
    const took = Number(process.hrtime.bigint() - began) / 1e9
    assert.ok(took < 1, `it took ${took} s`)
  })

  it('has a whole day without trouble: a Renew each T1 [CL-9] [RT-RENEW]', async () => {
    const { lab } = await bound()
    await lab.pass(DAY)
    assert.equal(lab.sent.length, 47)
    for (const gap of gaps(lab.sent)) assert.ok(Math.abs(gap - 1800) < 1, `${gap}`)
  })
})

describe('RR keeps its lease', () => {
  it('names its server and all that it holds in a Renew, after 10, 20, 40 s again, until T2 [CL-9] [RT-RENEW] [CL-10]', async () => {
    const { lab, server } = await bound()
    silent(server)
    await lab.pass(2879)
    const renews = of(lab, 'Renew')
    assert.equal(renews.length, lab.sent.length)
    for (const sent of renews) assert.deepEqual([hasServer(sent), named(sent)], [true, ['2001:db8::/56']])
    const [first, second] = gaps(renews)
    assert.ok(first! >= 9 && first! <= 11 && second! >= 1.9 * first! && second! <= 2.1 * first!)
    assert.ok(gaps(renews).every(gap => gap <= 660))
    await lab.pass(2)
    assert.equal(lab.sent.at(-1)!.name, 'Rebind')
  })

  it('asks any server in a Rebind, until the last valid lifetime ends [CL-12] [RT-REBIND]', async () => {
    const { lab, server } = await bound()
    silent(server)
    await lab.pass(7199)
    const rebinds = of(lab, 'Rebind')
    assert.ok(rebinds.length > 8)
    assert.equal(lab.sent.at(-1)!.name, 'Rebind')
    for (const sent of rebinds) assert.deepEqual([hasServer(sent), named(sent)], [false, ['2001:db8::/56']])
    const [first] = gaps(rebinds)
    assert.ok(first! >= 9 && first! <= 11)
    assert.ok(gaps(rebinds).every(gap => gap <= 660))
    assert.equal(lab.state, 'configRrPrepare')
    await lab.pass(3)
    assert.deepEqual([lab.sent.at(-1)!.name, lab.lease], ['Solicit', null])
  })

  it('takes the answer of another server to its Rebind, and renews there from then on [CL-12]', async () => {
    const { lab, server } = await bound()
    silent(server)
    lab.servers.push(new ScriptedServer({ id: 2 }))
    await lab.pass(2890)
    assert.equal(lab.state, 'configInSync')
    lab.takeSent()
    await lab.pass(1800)
    assert.equal(findOption(lab.sent[0]!.message.options, OptionCode.SERVERID)!.duid.at(-1), 2)
    assert.equal(lab.sent.length, 1)
  })

  it('leaves expired prefixes out of what it sends again [DC-11] [CL-10]', async () => {
    const { lab, server } = await bound({
      instead: insteadOf(
        [MessageType.SOLICIT, MessageType.REQUEST],
        iaPd(
          { t1: 1000, t2: 2000 },
          iaPrefix('2001:db8:1::/56', { preferred: 900, valid: 1500 }),
          iaPrefix('2001:db8:2::/56', { preferred: 3600, valid: 7200 }),
        ),
      ),
    })
    silent(server)
    await lab.pass(3000)
    for (const sent of lab.sent) {
      const late = sent.at - lab.sent[0]!.at > 500_000
      assert.deepEqual(named(sent), late ? ['2001:db8:2::/56'] : ['2001:db8:1::/56', '2001:db8:2::/56'])
    }
  })

  it('sends a Request at once after NoBinding, with all that it has, and goes on using it [CL-20]', async () => {
    for (const asked of [MessageType.RENEW, MessageType.REBIND] as const) {
      const { lab, server } = await bound()
      const silenced = asked === MessageType.REBIND ? [MessageType.RENEW] : []
      const noBinding = insteadOf(asked, iaPd({}, status('NoBinding')))
      server.habits = {
        ...server.habits,
        instead: message => (silenced.some(type => type === message.type) ? null : noBinding(message)),
      }
      await lab.pass(2900)
      const at = lab.sent.findIndex(({ name }) => name === 'Request')
      const [before, request] = lab.sent.slice(at - 1)
      assert.ok(request!.at - before!.at < 20, 'at once')
      assert.deepEqual([hasServer(request!), named(request!)], [true, ['2001:db8::/56']])
      assert.equal(lab.state, 'configInSync')
      assert.ok(!lab.takeStory().includes('withdraw gone'))
    }
  })

  it('gives up what a server that lost its database does not bind again', async () => {
    const { lab, server } = await bound()
    server.habits = {
      ...server.habits,
      prefix: '2001:db8:9::/56',
      instead: insteadOf(MessageType.RENEW, iaPd({}, status('NoBinding'))),
    }
    await lab.pass(1801)
    assert.deepEqual(lab.prefixes, ['2001:db8:9::/56'])
    assert.deepEqual(lab.takeStory(), ['install 2001:db8:9::/56', 'advertise', 'save'])
  })

  it('renews as before when a Request after NoBinding gets nothing [CL-20] [DC-9]', async () => {
    const { lab, server } = await bound()
    server.habits = {
      ...server.habits,
      instead: insteadOf(
        [MessageType.RENEW, MessageType.REBIND, MessageType.REQUEST],
        iaPd({}, status('NoBinding')),
      ),
    }
    await lab.pass(2500)
    assert.ok(of(lab, 'Renew').length > 1 && of(lab, 'Request').length > 10)
    assert.deepEqual(lab.prefixes, ['2001:db8::/56'])
    await lab.pass(DAY)
    assert.equal(lab.lease, null)
  })

  for (const [what, options] of [
    ['no IA', []],
    ['NoPrefixAvail in the IA', [iaPd({}, status('NoPrefixAvail'))]],
    ['an IA with T1 above T2', [iaPd({ t1: 9, t2: 8 }, iaPrefix('2001:db8::/56'))]],
  ] as const) {
    it(`treats a Reply with ${what} to its Renew as none, at its own pace [CL-22]`, async () => {
      const { lab, server } = await bound()
      server.habits = { ...server.habits, instead: insteadOf(MessageType.RENEW, ...options) }
      const other = await bound()
      silent(other.server)
      await lab.pass(2800)
      await other.lab.pass(2800)
      assert.deepEqual(lab.takeSent(), other.lab.takeSent())
      assert.deepEqual(lab.prefixes, ['2001:db8::/56'])
      assert.deepEqual(lab.takeStory(), [])
    })
  }

  it('takes an old prefix with 0 and a new one in one Reply as a renumbering [CL-24]', async () => {
    const { lab, server } = await bound()
    const graceful = iaPd(
      {},
      iaPrefix('2001:db8::/56', { preferred: 0, valid: 0 }),
      iaPrefix('2001:db8:7::/56'),
    )
    server.habits = { ...server.habits, instead: insteadOf(MessageType.RENEW, graceful) }
    await lab.pass(1801)
    assert.deepEqual(lab.takeStory(), ['install 2001:db8:7::/56', 'advertise', 'save'])
  })

  it('withdraws all and solicits when the server takes the last prefix back [CL-23]', async () => {
    const { lab, server } = await bound()
    const back = iaPd({}, iaPrefix('2001:db8::/56', { preferred: 0, valid: 0 }))
    server.habits = { ...server.habits, instead: insteadOf(MessageType.RENEW, back) }
    await lab.pass(1801)
    assert.deepEqual(lab.takeStory(), ['withdraw gone', 'forget'])
    await lab.pass(2)
    assert.deepEqual(lab.takeStory(), ['install 2001:db8::/56', 'advertise', 'save'])
    assert.deepEqual(lab.takeSent(), ['Renew', 'Solicit', 'Request'])
  })

  it('never renews a lease without end, and keeps it [DC-2]', async () => {
    const { lab } = await bound({ preferred: Infinity, valid: Infinity, t1: Infinity, t2: Infinity })
    await lab.pass(400 * DAY)
    assert.deepEqual([lab.takeSent(), lab.prefixes], [[], ['2001:db8::/56']])
  })

  it('renews for ever at a T1 without a T2 [DC-2]', async () => {
    const { lab, server } = await bound({ preferred: Infinity, valid: Infinity, t1: HOUR, t2: Infinity })
    silent(server)
    await lab.pass(30 * DAY)
    assert.deepEqual([...new Set(lab.takeSent())], ['Renew'])
    assert.deepEqual(lab.prefixes, ['2001:db8::/56'])
  })

  it('holds lifetimes of 30 days, which no timer of the platform does', async () => {
    const { lab, server } = await bound({ preferred: 30 * DAY, valid: 40 * DAY, t1: 25 * DAY, t2: 29 * DAY })
    await lab.pass(25 * DAY - 1)
    assert.deepEqual(lab.takeSent(), [])
    silent(server)
    await lab.pass(4 * DAY)
    assert.deepEqual([...new Set(lab.takeSent())], ['Renew'])
    await lab.pass(11 * DAY + 10)
    assert.deepEqual([...new Set(lab.takeSent())], ['Rebind', 'Solicit'])
  })

  it('chooses T1 and T2 where the server leaves them to us, and never storms [DC-10]', async () => {
    const { lab } = await bound({ t1: 0, t2: 0, preferred: 1000, valid: 2000 })
    await lab.pass(499)
    assert.deepEqual(lab.takeSent(), [])
    await lab.pass(2)
    assert.deepEqual(lab.takeSent(), ['Renew'])
    const short = await bound({ t1: 0, t2: 0, preferred: 1, valid: 60 })
    await short.lab.pass(9)
    assert.deepEqual(short.lab.takeSent(), [])
  })

  it('uses the lease although it cannot be stored, and says so', async () => {
    const lab = new RouterLab()
    lab.store.refusal = fault('ENOSPC', 'write', '/var/lib/kd6/lease-wan0.json', 'no space left')
    lab.servers = [new ScriptedServer({ preference: 255 })]
    lab.start()
    await lab.pass(1)
    assert.equal(lab.state, 'configInSync')
    assert.match(lab.log.at('error').join(), /a restart will not know it: .*ENOSPC/)
  })

  it('advertises what could be installed, and says how much was refused', async () => {
    const lab = new RouterLab()
    lab.refusedChanges = 2
    lab.servers = [new ScriptedServer({ preference: 255 })]
    lab.start()
    await lab.pass(1)
    assert.equal(lab.state, 'configInSync')
    assert.deepEqual(lab.takeStory(), ['install 2001:db8::/56', 'advertise', 'save'])
    assert.match(lab.log.at('error').join(), /2 of the addresses and routes were refused/)
  })
})

describe('RR and time that is not what it was', () => {
  it('renews when it wakes after T1', async () => {
    const { lab } = await bound()
    await lab.suspend(2000)
    await lab.pass(0.02)
    assert.deepEqual(lab.takeSent(), ['Renew'])
    assert.equal(lab.state, 'configInSync')
  })

  it('rebinds when it wakes after T2', async () => {
    const { lab } = await bound()
    await lab.suspend(3000)
    await lab.pass(0.02)
    assert.deepEqual(lab.takeSent(), ['Rebind'])
    assert.equal(lab.state, 'configInSync')
  })

  it('has nothing any more when it wakes after the end, and solicits', async () => {
    const { lab } = await bound()
    await lab.suspend(DAY)
    assert.deepEqual([lab.lease, lab.takeStory()], [null, ['withdraw gone', 'forget']])
    await lab.pass(2)
    assert.equal(lab.state, 'configInSync')
  })

  for (const [what, years] of [
    ['back', -1],
    ['forward', 1],
  ] as const) {
    it(`does not care when the calendar is set ${what} a year`, async () => {
      const { lab } = await bound()
      lab.clock.setWallTime(lab.clock.wallTime() + years * 365 * DAY * 1000)
      await lab.pass(1799)
      assert.deepEqual(lab.takeSent(), [])
      await lab.pass(2)
      assert.deepEqual(lab.takeSent(), ['Renew'])
    })
  }
})

describe('RR after a restart', () => {
  it('installs the lease it kept at once, and then checks it by a Rebind [CL-13] [RT-LINK-CHECK]', async () => {
    const { lab, server } = await bound()
    await lab.pass(600)
    const next = lab.restart()
    next.servers = [server]
    next.start()
    assert.deepEqual(next.takeStory(), ['install 2001:db8::/56'])
    await next.pass(0.02)
    assert.deepEqual(next.takeSent(), ['Rebind'])
    assert.equal(next.state, 'configInSync')
    const validFor = (next.lease!.iaPds[0]!.prefixes[0]!.validUntil - next.clock.now()) / 1000
    assert.ok(Math.abs(validFor - 7200) < 1)
  })

  it("keeps the lease when nobody answers, after Confirm's ten seconds [CL-13] [RT-LINK-CHECK]", async () => {
    const { lab } = await bound()
    await lab.pass(600)
    const next = lab.restart().start()
    await next.pass(9.9)
    assert.equal(next.detail, 'confirming')
    const series = gaps(next.sent)
    assert.ok(series[0]! >= 0.9 && series[0]! <= 1.1)
    assert.ok(series.every(gap => gap <= 4.4))
    assert.deepEqual([...new Set(next.takeSent())], ['Rebind'])
    await next.pass(1)
    assert.equal(next.state, 'configInSync')
    assert.match(next.log.at('warn').join(), /no server answered the Rebind; going on with the lease/)
    await next.pass(1800 - 600 - 12)
    assert.deepEqual(next.takeSent(), [])
    await next.pass(2)
    assert.deepEqual(next.takeSent(), ['Renew'])
  })

  it('goes on with the Request when the answer is NoBinding, and waits for that as long as it takes [CL-20]', async () => {
    const { lab, server } = await bound()
    const next = lab.restart()
    next.servers = [server]
    server.habits = {
      ...server.habits,
      prefix: '2001:db8:9::/56',
      instead: message => (message.type === MessageType.REQUEST ? null : [iaPd({}, status('NoBinding'))]),
    }
    next.start()
    await next.pass(60)
    assert.equal(next.detail, 'requesting')
    well(server)
    await next.pass(40)
    assert.deepEqual(next.prefixes, ['2001:db8:9::/56'])
  })

  it('waits before the Rebind as before a Solicit [RT-LINK-CHECK]', async () => {
    const { lab, server } = await bound()
    const next = lab.restart({ settings: { firstSolicitDelay: 1 } })
    next.servers = [server]
    next.start()
    assert.deepEqual([next.takeSent(), next.detail], [[], 'delaying'])
    await next.pass(1)
    assert.deepEqual(next.takeSent(), ['Rebind'])
  })

  it('solicits when the lease ended meanwhile', async () => {
    const { lab, server } = await bound()
    const next = lab.restart()
    await lab.clock.stroll(8000)
    next.servers = [server]
    next.start()
    assert.deepEqual(next.takeSent(), ['Solicit'])
    assert.deepEqual(next.takeStory(), [])
  })

  it('counts what the calendar says has passed when the machine was booted', async () => {
    const { lab, server } = await bound()
    lab.clock.setWallTime(lab.clock.wallTime() + 5000 * 1000)
    const next = lab.restart({ booted: true })
    next.servers = [server]
    silent(server)
    next.start()
    const validFor = (next.lease!.iaPds[0]!.prefixes[0]!.validUntil - next.clock.now()) / 1000
    assert.ok(Math.abs(validFor - 2200) < 1, `${validFor}`)
    await next.pass(12)
    assert.equal(next.detail, 'rebinding')
  })

  it('takes the lease as it was saved when the calendar was set back a year meanwhile', async () => {
    const { lab, server } = await bound()
    lab.clock.setWallTime(lab.clock.wallTime() - 365 * DAY * 1000)
    const next = lab.restart({ booted: true })
    next.servers = [server]
    next.start()
    const validFor = (next.lease!.iaPds[0]!.prefixes[0]!.validUntil - next.clock.now()) / 1000
    assert.ok(Math.abs(validFor - 7200) < 1, `${validFor}`)
    await next.pass(1)
    assert.deepEqual([next.state, next.takeSent()], ['configInSync', ['Rebind']])
  })

  it('keeps a lease without end over a boot [DC-2]', async () => {
    const { lab } = await bound({ preferred: Infinity, valid: Infinity, t1: Infinity, t2: Infinity })
    const next = lab.restart({ booted: true }).start()
    await next.pass(40 * DAY)
    assert.deepEqual([next.state, next.prefixes], ['configInSync', ['2001:db8::/56']])
  })
})
