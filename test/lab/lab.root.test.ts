import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { Capture } from './capture.ts'
import { HostWatch } from './hostWatch.ts'
import { FAR_MACHINE, type ServerKind } from './isp.ts'
import { Lab, namespacesOf, withLab } from './lab.ts'
import { Network, lanLinkLocal } from './network.ts'
import { startNetworkd } from './networkd.ts'
import { pingFromAll } from './reachability.ts'
import { until } from './waiting.ts'
import { expectNothingMalformed } from './wellFormed.ts'

/** systemd-networkd is the router here: what fails in this file is the lab's fault, never kd6's. */
describe('the lab', function () {
  this.timeout(60_000)

  for (const [upstream, hostsPerLan] of [
    ['kea', 1],
    ['isc', 2],
  ] as [ServerKind, number][]) {
    it(`puts hosts online behind a known-good router, with ${upstream} upstream`, () =>
      withLab(async lab => {
        const network = await Network.create(lab, { upstream, lans: 2, hostsPerLan })
        const hosts = network.hosts
        const watch = await HostWatch.start(
          lab,
          hosts.map(host => host.namespace),
        )
        const capture = await Capture.start(lab, network.router)
        await startNetworkd(network)
        await watch.allUsable(20_000)
        const states = watch.states()
        for (const { lan, namespace } of hosts) {
          const { gateways, prefixes } = states.get(namespace.name)!
          assert.deepEqual([...gateways], [lanLinkLocal(lan)])
          assert.equal(prefixes.size, 1)
        }
        const pings = await pingFromAll(hosts, FAR_MACHINE)
        assert.deepEqual(
          [...pings].filter(([, time]) => time === null),
          [],
        )
        await capture.stop()
        const names = capture
          .packets()
          .map(({ message }) => (message.kind === 'DHCPv6' ? message.name : message.kind))
        for (const name of ['Solicit', 'Advertise', 'Request', 'Reply', 'Router Advertisement']) {
          assert.ok(names.includes(name), `no ${name} was captured`)
        }
        await expectNothingMalformed(capture.file)
      }))
  }

  it('leaves no namespace, process or file behind, and ends what does not want to end', async () => {
    const lab = Lab.create()
    const namespace = await lab.addNamespace('stubborn')
    const stubborn = lab.start(namespace, 'stubborn', [
      'sh',
      '-c',
      'trap "" TERM; echo deaf >&2; while :; do sleep 1; done',
    ])
    await stubborn.logged(/deaf/)
    assert.deepEqual(namespacesOf(lab.prefix), [namespace.name])
    await lab.remove()
    assert.equal(stubborn.running, false)
    assert.deepEqual(namespacesOf(lab.prefix), [])
    assert.equal(existsSync(lab.directory), false)
  })

  it('tells the carrier when the cable is pulled and plugged in', () =>
    withLab(async lab => {
      const { isp, router } = await Network.create(lab, { serverRuns: false })
      const carrier = (up: boolean) =>
        until(`carrier to be ${up ? 'there' : 'gone'}`, 5000, async () => {
          const flags = (await router.ipJson('link show wan0'))[0]!['flags'] as string[]
          return flags.includes('LOWER_UP') === up
        })
      await carrier(true)
      await isp.setCable(false)
      await carrier(false)
      await isp.setCable(true)
      await carrier(true)
    }))
})
