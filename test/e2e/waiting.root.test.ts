import assert from 'node:assert/strict'
import { HostWatch } from '../lab/hostWatch.ts'
import { until } from '../lab/waiting.ts'
import { dhcpv6, logged, withScene } from './scene.ts'

describe('kd6 launched too early', function () {
  this.timeout(120_000)

  it('comes up when the server does', () =>
    withScene({ serverRuns: false }, async ({ network, kd6, watch, capture }) => {
      kd6.start()
      await until('a Solicit', 20_000, () => dhcpv6(capture.packets(), 'Solicit').length > 0)
      await network.isp.startServer()
      await watch.allUsable(60_000)
    }))

  it('comes up when the cable is plugged in', () =>
    withScene({ portsUp: false }, async ({ network, kd6, watch, capture }) => {
      await network.isp.setCable(false)
      const program = kd6.start()
      await logged(program, /started/)
      assert.deepEqual(dhcpv6(capture.packets(), 'Solicit'), [])
      await network.isp.setCable(true)
      await watch.allUsable(60_000)
    }))

  it('sets ports up that are down', () =>
    withScene({ portsUp: false, lans: 2 }, async ({ kd6, watch }) => {
      kd6.start()
      await watch.allUsable(60_000)
    }))

  it('serves a LAN port that appears later', () =>
    withScene(
      { lans: 1 },
      async ({ lab, network, kd6, watch }) => {
        kd6.start()
        await watch.allUsable(60_000)
        await network.addLans(1)
        const late = await HostWatch.start(lab, [network.hosts[1]!.namespace])
        await late.allUsable(60_000)
      },
      {
        parameters: ['kd6_mode=2', 'kd6_wan_if_mode=1', 'kd6_if_w0=wan0', 'kd6_if_l0=lan0', 'kd6_if_l1=lan1'],
      },
    ))
})
