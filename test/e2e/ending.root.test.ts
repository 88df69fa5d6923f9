import assert from 'node:assert/strict'
import type { HostEvent } from '../lab/hostWatch.ts'
import type { LabProcess } from '../lab/labProcess.ts'
import { monotonicNow, until } from '../lab/waiting.ts'
import { latestDelegation, routerState, sentAdvertisements, withScene, type Scene } from './scene.ts'

const LANS = 2

function losses(events: readonly HostEvent[]): HostEvent[] {
  return events.filter(({ change }) => change === 'remove')
}

/** Starts kd6 and waits for its hosts and for its own addresses; what comes back is the program. */
async function comeUp({ network, kd6, watch }: Scene): Promise<LabProcess> {
  const program = kd6.start()
  await watch.allUsable(60_000)
  await network.settle()
  return program
}

/** Starts kd6 again and waits until each LAN has heard it. */
async function comeBack({ kd6, watch, capture }: Scene): Promise<void> {
  const since = monotonicNow() + watch.wallOffset
  kd6.start()
  await until('an RA on each LAN after the restart', 30_000, () => {
    const heard = sentAdvertisements(capture.packets()).filter(({ at }) => at > since)
    return new Set(heard.map(({ linkIndex }) => linkIndex)).size === LANS
  })
}

function expectNoGoodbye({ capture }: Scene): void {
  for (const { message } of sentAdvertisements(capture.packets())) {
    assert.ok(message.kind === 'Router Advertisement' && message.routerLifetime > 0)
  }
}

/** A forwarding machine's settings, and the subnet-router anycast addresses that the kernel gives it. */
function isNoneOfForwarding(line: string): boolean {
  return !/^anycast |forwarding=|^wan0\/accept_ra=/.test(line)
}

describe('the end of kd6', function () {
  this.timeout(120_000)

  it('by SIGKILL, and a restart: the same prefix, no host loses its address or route', () =>
    withScene({ lans: LANS }, async scene => {
      const program = await comeUp(scene)
      const delegation = latestDelegation(scene.capture.packets())
      const before = await routerState(scene.network.router)
      program.signal('SIGKILL')
      await program.end()
      await comeBack(scene)
      assert.equal(latestDelegation(scene.capture.packets()), delegation)
      assert.deepEqual(losses(scene.watch.events()), [])
      assert.deepEqual(await routerState(scene.network.router), before)
      expectNoGoodbye(scene)
    }))

  it('by SIGUSR2, and a start: nothing is missing at any moment', () =>
    withScene({ lans: LANS }, async scene => {
      const program = await comeUp(scene)
      const before = await routerState(scene.network.router)
      program.signal('SIGUSR2')
      assert.deepEqual(await program.end(), { status: 0, signal: null })
      assert.deepEqual(await routerState(scene.network.router), before)
      await comeBack(scene)
      assert.deepEqual(await routerState(scene.network.router), before)
      assert.deepEqual(losses(scene.watch.events()), [])
      expectNoGoodbye(scene)
    }))

  for (const [way, end] of [
    ['SIGTERM', ({ program }) => program.signal('SIGTERM')],
    ['SIGINT', ({ program }) => program.signal('SIGINT')],
    ['rmmod', async ({ scene }) => assert.equal((await scene.kd6.control('rmmod')).status, 0)],
  ] as [string, (at: { scene: Scene; program: LabProcess }) => Promise<void> | void][]) {
    it(`by ${way}: hosts are told, and nothing of ours stays`, () =>
      withScene({ lans: LANS }, async scene => {
        const { network, watch, capture } = scene
        const before = await routerState(network.router)
        const program = await comeUp(scene)
        await end({ scene, program })
        assert.deepEqual(await program.end(), { status: 0, signal: null })
        await until('every host to lose its default route', 5000, () =>
          [...watch.states().values()].every(({ gateways }) => gateways.size === 0),
        )
        const farewells = sentAdvertisements(capture.packets()).filter(
          ({ message }) => message.kind === 'Router Advertisement' && message.routerLifetime === 0,
        )
        assert.equal(new Set(farewells.map(({ linkIndex }) => linkIndex)).size, LANS)
        const after = await routerState(network.router)
        assert.deepEqual(after.filter(isNoneOfForwarding), before.filter(isNoneOfForwarding))
        // Not taken back: other daemons may rely on it by now, and the WAN would lose its default route.
        for (const kept of ['all/forwarding=1', 'wan0/accept_ra=2']) assert.ok(after.includes(kept), kept)
      }))
  }
})
