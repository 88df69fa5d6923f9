import assert from 'node:assert/strict'
import type { StateId } from '../../machines/states.ts'
import { fault } from '../../src/values/fault.ts'
import { MessageType } from '../../src/wire/dhcpv6/message.ts'
import { findOption, findOptions, OptionCode } from '../../src/wire/dhcpv6/option.ts'
import { address, iaPd, status } from '../rules/dhcpv6/messages.ts'
import { gaps, RouterLab, WAN, WAN_ADDRESS } from './requestingRouterLab.ts'
import { insteadOf, ScriptedServer, silence, type Habits } from './requestingRouterServers.ts'

/** A router whose server behaves so, `seconds` after its start. */
async function after(seconds: number, habits: Habits = {}): Promise<RouterLab> {
  const lab = new RouterLab()
  lab.servers = [new ScriptedServer({ preference: 255, ...habits })]
  lab.start()
  await lab.pass(seconds)
  return lab
}

const bound = async (): Promise<RouterLab> => {
  const lab = await after(0.02)
  assert.equal(lab.state, 'configInSync')
  lab.takeSent()
  lab.takeStory()
  return lab
}

const silentOn = (type: number) => (message: { type: number }) => (message.type === type ? null : undefined)

/** A router in each place where it can be for more than a moment. */
const places: Readonly<Record<string, () => Promise<RouterLab>>> = {
  prepare: async () => {
    const lab = new RouterLab()
    lab.unplug()
    return Promise.resolve(lab.start())
  },
  init: () => Promise.resolve(new RouterLab({ settings: { firstSolicitDelay: 10 } }).start()),
  'assigningSrToRr collecting': () => after(0.5, { instead: silence }),
  'assigningSrToRr soliciting': () => after(5, { instead: silence }),
  'configRrPrepare requesting': () => after(5, { instead: silentOn(MessageType.REQUEST) }),
  configInSync: bound,
  'configRrPrepare renewing': async () => {
    const lab = await bound()
    lab.servers = []
    await lab.pass(1801)
    return lab
  },
  'configRrPrepare rebinding': async () => {
    const lab = await bound()
    lab.servers = []
    await lab.pass(2881)
    return lab
  },
  'configRrPrepare delaying': async () => {
    const lab = (await bound()).restart({ settings: { firstSolicitDelay: 10 } })
    return lab.start()
  },
  'configRrPrepare confirming': async () => (await bound()).restart().start(),
  'releaseState releasing': async () => {
    const lab = await bound()
    lab.servers = []
    lab.router.stop(true)
    return lab
  },
}

function placeOf(lab: RouterLab): string {
  return lab.detail === null ? lab.state : `${lab.state} ${lab.detail}`
}

describe('RR ends', () => {
  for (const [place, reach] of Object.entries(places)) {
    it(`in ${place}: stops, without a Release, within the call [RN-WPD9]`, async () => {
      const lab = await reach()
      assert.equal(placeOf(lab), place)
      lab.takeSent()
      lab.takeStory()
      lab.router.stop()
      assert.equal(lab.state, 'end')
      await lab.router.ended
      assert.deepEqual(lab.takeSent(), [])
      const last = place.startsWith('releaseState') ? ['forget'] : []
      assert.deepEqual(lab.takeStory(), [...last, 'withdraw stopping'])
      assert.deepEqual([lab.sockets.open.length, lab.netlink.subscribers], [0, 0])
      await lab.pass(100_000)
      assert.deepEqual([lab.takeSent(), lab.takeStory()], [[], []])
    })

    it(`in ${place}: leaves, and touches nothing`, async () => {
      const lab = await reach()
      lab.takeSent()
      lab.takeStory()
      const kept = lab.storedLease()
      lab.router.leave()
      await lab.router.ended
      assert.equal(lab.state satisfies StateId, 'end')
      assert.deepEqual([lab.takeSent(), lab.takeStory(), lab.storedLease()], [[], [], kept])
      assert.deepEqual([lab.sockets.open.length, lab.netlink.subscribers], [0, 0])
      await lab.pass(100_000)
      assert.deepEqual(lab.takeSent(), [])
    })

    it(`in ${place}: ends within half a minute when asked to release, with nobody answering`, async () => {
      const lab = await reach()
      lab.servers = []
      lab.router.stop(true)
      await lab.pass(30)
      assert.ok(lab.hasEnded, placeOf(lab))
    })
  }

  it('keeps the lease on disk when it stops, for the next start [RN-WPD9]', async () => {
    const lab = await bound()
    lab.router.stop()
    assert.ok(lab.storedLease() !== null)
  })
})

describe('RR releases', () => {
  it('takes the prefix from the hosts first, then names it to its server, and forgets it when that answers [CL-16]', async () => {
    const lab = await bound()
    lab.sockets.onSent = (send => datagram => {
      lab.story.push('send')
      send(datagram)
    })(lab.sockets.onSent)
    lab.router.stop(true)
    await lab.pass(0.02)
    const [release] = lab.sent
    assert.deepEqual(lab.takeStory(), ['withdraw gone', 'send', 'forget', 'withdraw stopping'])
    assert.deepEqual(lab.takeSent(), ['Release'])
    assert.equal(findOption(release!.message.options, OptionCode.SERVERID)!.duid.at(-1), 1)
    const [ia] = findOptions(release!.message.options, OptionCode.IA_PD)
    assert.equal(findOptions(ia!.options, OptionCode.IAPREFIX).length, 1)
    assert.ok(lab.hasEnded)
    assert.equal(lab.storedLease(), null)
  })

  it('tries four times, 1, 2, 4 and 8 s apart, and ends without an answer [CL-16] [RT-RELEASE]', async () => {
    const lab = await bound()
    lab.servers = []
    lab.router.stop(true)
    await lab.pass(20)
    const series = gaps(lab.sent)
    assert.deepEqual(
      lab.sent.map(({ name }) => name),
      Array<string>(4).fill('Release'),
    )
    assert.ok(series[0]! >= 0.9 && series[0]! <= 1.1)
    for (const i of [1, 2])
      assert.ok(series[i]! >= 1.9 * series[i - 1]! && series[i]! <= 2.1 * series[i - 1]!)
    assert.ok(lab.hasEnded)
    assert.equal(lab.storedLease(), null)
  })

  it('is content with NoBinding [CL-16]', async () => {
    const lab = await bound()
    lab.servers = [
      new ScriptedServer({ instead: insteadOf(MessageType.RELEASE, iaPd({}, status('NoBinding'))) }),
    ]
    lab.router.stop(true)
    await lab.pass(0.02)
    assert.deepEqual(lab.takeSent(), ['Release'])
    assert.ok(lab.hasEnded)
  })

  it('releases when the setting says so, and nobody else does [RN-WPD9]', async () => {
    const lab = new RouterLab({ settings: { releaseOnStop: true } })
    lab.servers = [new ScriptedServer({ preference: 255 })]
    lab.start()
    await lab.pass(0.02)
    lab.takeSent()
    lab.router.stop()
    assert.deepEqual(lab.takeSent(), ['Release'])
  })

  it('releases while it renews, too [CL-16]', async () => {
    const lab = await places['configRrPrepare renewing']!()
    lab.takeSent()
    lab.takeStory()
    lab.router.stop(true)
    assert.deepEqual([lab.takeStory(), lab.takeSent()], [['withdraw gone'], ['Release']])
  })
})

describe('RR and its port', () => {
  it('waits for the port, its cable and a link-local that nobody else has, and says what it waits for', async () => {
    const lab = new RouterLab()
    lab.netlink.removeLink(WAN)
    lab.start()
    await lab.pass(1)
    const waits = () => lab.router.status().waitingFor
    assert.equal(waits(), 'there is no such port')
    lab.netlink.addLink(WAN, { running: false })
    assert.match(waits()!, /no carrier/)
    lab.plugIn()
    assert.match(waits()!, /link-local/)
    lab.netlink.setAddress(WAN, WAN_ADDRESS, { tentative: true })
    assert.match(waits()!, /link-local/)
    lab.netlink.setAddress(WAN, WAN_ADDRESS, { tentative: true, dadFailed: true })
    assert.match(waits()!, /link-local/)
    assert.deepEqual(lab.takeSent(), [])
    lab.netlink.setAddress(WAN, WAN_ADDRESS, { tentative: false, dadFailed: false })
    assert.deepEqual([waits(), lab.takeSent()], [null, ['Solicit']])
  })

  it('sets the port up', async () => {
    const lab = new RouterLab()
    lab.netlink.changeLink(WAN, { up: false, running: false })
    lab.start()
    await lab.pass(0.1)
    assert.deepEqual(lab.netlink.changes, [{ do: 'setLinkUp', linkIndex: 1 }])
    assert.deepEqual(lab.takeSent(), ['Solicit'])
  })

  it('refuses to speak on a port whose MTU carries no IPv6', async () => {
    const lab = new RouterLab()
    lab.netlink.changeLink(WAN, { mtu: 1279 })
    lab.start()
    await lab.pass(10)
    assert.deepEqual(lab.takeSent(), [])
    assert.match(lab.router.status().waitingFor!, /MTU is below 1280/)
  })

  it('says after 120 s what it still waits for, and never gives up', async () => {
    const lab = new RouterLab()
    lab.unplug()
    lab.start()
    await lab.pass(119)
    assert.deepEqual(lab.log.at('warn'), [])
    await lab.pass(2)
    assert.match(lab.log.at('warn').join(), /^still waiting: the port has no carrier/)
    await lab.pass(86_400)
    lab.plugIn()
    assert.deepEqual(lab.takeSent(), ['Solicit'])
  })

  it('begins anew when the cable comes back before there is a lease', async () => {
    for (const place of ['init', 'assigningSrToRr collecting', 'configRrPrepare requesting']) {
      const lab = await places[place]!()
      lab.unplug()
      assert.equal(lab.state, 'prepare', place)
      lab.takeSent()
      await lab.pass(50)
      assert.deepEqual(lab.takeSent(), [])
      lab.plugIn()
      assert.equal(lab.state, place === 'init' ? 'init' : 'assigningSrToRr')
    }
  })

  it('waits at random before it solicits when the cable comes back [CL-2]', async () => {
    const lab = new RouterLab({ settings: { laterSolicitDelay: 1 } }).start()
    await lab.pass(5)
    lab.takeSent()
    lab.unplug()
    lab.plugIn()
    assert.deepEqual(lab.takeSent(), [])
    await lab.pass(1)
    assert.deepEqual(lab.takeSent(), ['Solicit'])
  })

  for (const place of [
    'configInSync',
    'configRrPrepare renewing',
    'configRrPrepare rebinding',
    'configRrPrepare confirming',
  ]) {
    it(`in ${place}: keeps the lease without a cable, and checks it by a Rebind when it is back [CL-13] [RT-LINK-CHECK]`, async () => {
      const lab = await places[place]!()
      const held = lab.prefixes
      lab.unplug()
      await lab.pass(60)
      assert.deepEqual(lab.prefixes, held)
      lab.takeSent()
      lab.plugIn()
      assert.deepEqual(lab.takeSent(), ['Rebind'])
      assert.equal(lab.detail, 'confirming')
      lab.servers = []
      await lab.pass(12)
      assert.deepEqual(lab.prefixes, held)
      lab.servers = [new ScriptedServer()]
      await lab.pass(3600)
      assert.equal(lab.state, 'configInSync')
    })
  }

  it('does not lose sight of a cable that went while the lease was being installed', async () => {
    const lab = await after(0)
    lab.clock.walk(0.02)
    assert.equal(lab.state, 'configExchange')
    lab.servers = []
    lab.unplug()
    lab.plugIn()
    assert.equal(lab.detail, 'confirming')
    await lab.pass(60)
    assert.equal(lab.state, 'configInSync')
    assert.deepEqual(lab.takeStory(), ['install 2001:db8::/56', 'advertise', 'save'])
    assert.ok(lab.storedLease() !== null)
  })

  it('speaks through the port that has come in place of the old one', async () => {
    const lab = await bound()
    lab.netlink.removeLink(WAN)
    assert.equal(lab.sockets.open.length, 0)
    lab.netlink.addLink(WAN)
    lab.netlink.setAddress(WAN, address('fe80::77'))
    assert.deepEqual(
      lab.sockets.open.map(({ linkIndex }) => linkIndex),
      [2],
    )
    await lab.pass(1)
    assert.equal(lab.state, 'configInSync')
    assert.equal(lab.sent[0]!.datagram.from, address('fe80::77'))
  })

  it('asks again for a socket that the system refused, and at once when something changes', async () => {
    const lab = new RouterLab()
    const refused = fault('EADDRINUSE', 'bind', 'wan0 port 546', 'address already in use')
    lab.sockets.openRefusal = refused
    lab.start()
    await lab.pass(25)
    const complaints = lab.log.at('error')
    assert.deepEqual(
      complaints,
      Array<string>(3).fill('wan0 port 546: bind: EADDRINUSE: address already in use'),
    )
    lab.sockets.openRefusal = null
    await lab.pass(10)
    assert.deepEqual(lab.takeSent().slice(0, 1), ['Solicit'])

    const other = new RouterLab()
    other.sockets.openRefusal = refused
    other.start()
    other.sockets.openRefusal = null
    other.netlink.resync()
    assert.deepEqual(other.takeSent(), ['Solicit'])
  })

  it('sends from its new link-local when the old one has gone', async () => {
    const lab = await bound()
    lab.netlink.setAddress(WAN, address('fe80::77'))
    lab.netlink.removeAddress(WAN, WAN_ADDRESS)
    await lab.pass(1801)
    assert.equal(lab.sent[0]!.datagram.from, address('fe80::77'))
  })

  it('looks anew when notifications were lost', async () => {
    const lab = await bound()
    const changed = { ...lab.netlink.linkByName(WAN)!, running: false }
    lab.netlink.links.set(changed.index, changed)
    assert.equal(lab.router.status().waitingFor, null)
    lab.netlink.resync()
    assert.match(lab.router.status().waitingFor!, /carrier/)
  })
})
