import assert from 'node:assert/strict'
import { formatIpv6Prefix, ipv6Prefix, parseIpv6Prefix, prefixCovers } from '../../src/values/ipv6Prefix.ts'
import { parseIpv6Address } from '../../src/values/ipv6Address.ts'
import { FAR_MACHINE, type ServerKind } from '../lab/isp.ts'
import { lanLinkLocal } from '../lab/network.ts'
import { pingFromAll } from '../lab/reachability.ts'
import { expectNothingMalformed } from '../lab/wellFormed.ts'
import { latestDelegation, withScene } from './scene.ts'

describe('hosts behind kd6', function () {
  this.timeout(180_000)

  for (const upstream of ['kea', 'isc'] as ServerKind[]) {
    for (const lans of [1, 8, 64]) {
      it(`come online on ${lans} LANs with ${upstream} upstream`, () =>
        withScene({ upstream, lans }, async ({ network, kd6, watch, capture }) => {
          kd6.start()
          await watch.allUsable(60_000)
          const delegation = parseIpv6Prefix(latestDelegation(capture.packets())!)!
          const states = watch.states()
          const subnets = network.hosts.map(({ lan, namespace }) => {
            const { addresses, gateways } = states.get(namespace.name)!
            assert.deepEqual([...gateways], [lanLinkLocal(lan)])
            assert.equal(addresses.size, 1)
            return ipv6Prefix(parseIpv6Address([...addresses][0]!)!, 64)
          })
          assert.equal(new Set(subnets.map(formatIpv6Prefix)).size, lans)
          assert.ok(subnets.every(subnet => prefixCovers(delegation, subnet)))
          const pings = await pingFromAll(network.hosts, FAR_MACHINE)
          assert.deepEqual(
            [...pings].filter(([, time]) => time === null),
            [],
          )
          await capture.stop()
          await expectNothingMalformed(capture.file)
        }))
    }
  }
})
