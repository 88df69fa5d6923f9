import assert from 'node:assert/strict'
import { Deadlines } from '../../src/roles/deadlines.ts'
import { RouterSolicitor } from '../../src/roles/routerSolicitor.ts'
import { ALL_ROUTERS } from '../../src/values/ipv6Address.ts'
import { NdMessageType } from '../../src/wire/nd/message.ts'
import { findNdOptions, NdOptionType } from '../../src/wire/nd/option.ts'
import { MemoryLog } from '../fakes/memoryLog.ts'
import { FakeNdSocket, type SentNd } from '../fakes/ndSocket.ts'
import { FakeNetlink } from '../fakes/netlink.ts'
import { TestClock } from '../fakes/testClock.ts'
import { address } from '../rules/dhcpv6/messages.ts'

const OWN = address('fe80::2')
const GATEWAY = address('fe80::1')

/** A solicitor on a WAN port, and the seconds at which it asked. */
class Lab {
  readonly clock = new TestClock(0)
  readonly deadlines = new Deadlines(this.clock)
  readonly netlink = new FakeNetlink()
  readonly ndSocket = new FakeNdSocket()
  readonly log = new MemoryLog()
  readonly asked: number[] = []
  readonly sent: SentNd[] = []

  constructor(hardwareAddress = Uint8Array.of(2, 0, 0, 0, 0, 1)) {
    this.netlink.addLink('wan0', { hardwareAddress })
    this.netlink.addLink('wan1')
    this.netlink.setAddress('wan0', OWN)
    this.ndSocket.onSent = sent => {
      this.asked.push(this.clock.now() / 1000)
      this.sent.push(sent)
    }
  }

  begin(): RouterSolicitor {
    return new RouterSolicitor('wan0', this, [1, 2, 3, 4])
  }

  route(there: boolean, port = 'wan0'): void {
    const route = this.netlink.defaultRoute(port, GATEWAY)
    if (there) this.netlink.addRoute(route)
    else this.netlink.removeRoute(route)
  }
}

describe('router solicitor', () => {
  it('asks all routers, from its link-local, with its MAC [CE-W2]', () => {
    const lab = new Lab()
    lab.begin()
    const [{ from, to, linkIndex, message }] = lab.sent as [SentNd]
    assert.deepEqual(
      [from, to, linkIndex, message.type],
      [OWN, ALL_ROUTERS, 1, NdMessageType.ROUTER_SOLICITATION],
    )
    const [option] = findNdOptions(message.options, NdOptionType.SOURCE_LINK_LAYER_ADDRESS)
    assert.deepEqual(option!.linkLayerAddress, Uint8Array.of(2, 0, 0, 0, 0, 1))
  })

  it('names no MAC where the port has none', () => {
    const lab = new Lab(new Uint8Array())
    lab.begin()
    assert.deepEqual(lab.sent[0]!.message.options, [])
  })

  it('asks again after 4, 8, 16 s and so on, up to an hour, for ever', () => {
    const lab = new Lab()
    lab.begin()
    lab.clock.walk(86_400)
    const gaps = lab.asked.slice(1).map((at, i) => at - lab.asked[i]!)
    for (const [i, gap] of gaps.entries()) {
      const RT = Math.min(4 * 2 ** i, 3600)
      assert.ok(gap >= 0.9 * RT && gap <= 1.1 * RT, `${gap}`)
    }
    assert.ok(gaps.length > 25)
  })

  it('rests while there is a default route on its port, and asks at once when there is none', () => {
    const lab = new Lab()
    lab.route(true)
    lab.begin()
    lab.clock.walk(10_000)
    assert.deepEqual(lab.asked, [])
    lab.route(false)
    assert.deepEqual(lab.asked, [10_000])
    lab.clock.walk(1)
    lab.route(true)
    lab.clock.walk(10_000)
    assert.deepEqual(lab.asked, [10_000])
  })

  it('is not content with the default route of another port', () => {
    const lab = new Lab()
    lab.route(true, 'wan1')
    lab.begin()
    assert.equal(lab.asked.length, 1)
  })

  it('waits for a link-local that nobody else has [CE-W2]', () => {
    const lab = new Lab()
    lab.netlink.setAddress('wan0', OWN, { tentative: true })
    lab.begin()
    lab.clock.walk(100)
    assert.deepEqual(lab.asked, [])
    lab.netlink.setAddress('wan0', OWN, { tentative: false })
    assert.deepEqual(lab.asked, [100])
  })

  it('begins anew when the cable is back', () => {
    const lab = new Lab()
    lab.begin()
    lab.clock.walk(1000)
    lab.netlink.changeLink('wan0', { running: false })
    const before = lab.asked.length
    lab.clock.walk(10_000)
    assert.equal(lab.asked.length, before)
    lab.netlink.changeLink('wan0', { running: true })
    lab.clock.walk(5)
    assert.equal(lab.asked.length, before + 2)
  })

  it('goes on when it cannot send, and says so', () => {
    const lab = new Lab()
    lab.ndSocket.gone.add(1)
    lab.begin()
    assert.match(lab.log.at('warn').join(), /could not send Router Solicitation: .*ENODEV/)
    lab.ndSocket.gone.clear()
    lab.clock.walk(5)
    assert.equal(lab.asked.length, 1)
  })

  it('stops for good', () => {
    const lab = new Lab()
    lab.begin().stop()
    lab.route(true)
    lab.route(false)
    lab.clock.walk(10_000)
    assert.deepEqual(lab.asked, [0])
    assert.equal(lab.netlink.subscribers, 0)
  })
})
