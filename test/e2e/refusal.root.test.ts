import assert from 'node:assert/strict'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitStatuses, type ExitName } from '../../src/config/exitStatus.ts'
import type { CommandResult } from '../lab/command.ts'
import { routerState, withScene, type Scene } from './scene.ts'

function expectRefusal(result: CommandResult, name: ExitName, what: RegExp): void {
  const lines = result.stderr.trim().split('\n')
  assert.equal(lines.length, 1, result.stderr)
  assert.match(lines[0]!, what)
  assert.equal(result.status, exitStatuses[name].status, result.stderr)
}

/** A scene without a server, which no refusal gets to need. */
function inScene(refuse: (scene: Scene) => Promise<void>): () => Promise<void> {
  return () => withScene({ serverRuns: false }, refuse)
}

/** Checks that the router is after `attempt` as it was before. */
async function unchanged(scene: Scene, attempt: () => Promise<void>): Promise<void> {
  const before = await routerState(scene.network.router)
  await attempt()
  assert.deepEqual(await routerState(scene.network.router), before)
}

const PARAMETERS = ['kd6_mode=2', 'kd6_wan_if_mode=1', 'kd6_if_w0=wan0', 'kd6_if_l0=lan0']

describe('kd6 refuses, in one line, with a status of its own, and changes nothing:', function () {
  this.timeout(60_000)

  it(
    'a wrong parameter',
    inScene(scene =>
      unchanged(scene, async () => {
        const wrong = [...PARAMETERS, 'kd6_if_x0=lan1']
        expectRefusal(await scene.kd6.attempt([], wrong), 'usage', /kd6_if_x0/)
      }),
    ),
  )

  it(
    'a missing port',
    inScene(scene =>
      unchanged(scene, async () => {
        const wrong = ['kd6_mode=2', 'kd6_if_w0=wan7', 'kd6_if_l0=lan0']
        expectRefusal(await scene.kd6.attempt([], wrong), 'missingPort', /wan7/)
      }),
    ),
  )

  it(
    'a small MTU',
    inScene(async scene => {
      await scene.network.router.ip('link set lan0 mtu 1279')
      await scene.network.router.ip('link set wan0 mtu 1279')
      const result = await scene.kd6.attempt()
      expectRefusal(result, 'mtuTooSmall', /wan0.*1279/)
      const [link] = await scene.network.router.ipJson('link show wan0')
      assert.equal(link!['mtu'], 1279)
    }),
  )

  it(
    'no privilege',
    inScene(scene =>
      unchanged(scene, async () => {
        const deprived = ['setpriv', '--bounding-set=-all', '--inh-caps=-all']
        expectRefusal(await scene.kd6.attempt([], PARAMETERS, deprived), 'noPrivilege', /root|CAP_NET/)
      }),
    ),
  )

  it(
    'a second daemon',
    inScene(async scene => {
      const first = scene.kd6.start()
      await first.logged(/started/)
      await first.logged(/Solicit/)
      await unchanged(scene, async () => {
        expectRefusal(await scene.kd6.attempt(), 'alreadyRunning', new RegExp(`wan0.*${first.pid}`))
      })
      assert.equal(first.running, true)
    }),
  )

  it('a damaged state file', () =>
    withScene({}, async scene => {
      const program = scene.kd6.start()
      await scene.watch.allUsable(60_000)
      await scene.network.settle()
      program.signal('SIGUSR2')
      await program.end()
      const files = readdirSync(scene.kd6.stateDirectory).filter(name => name.endsWith('.json'))
      assert.ok(files.length > 0)
      for (const name of files) {
        const path = join(scene.kd6.stateDirectory, name)
        const whole = readFileSync(path)
        writeFileSync(path, whole.subarray(0, whole.length >> 1))
        await unchanged(scene, async () => {
          expectRefusal(await scene.kd6.attempt(), 'damagedState', new RegExp(name.replace('.', '\\.')))
        })
        writeFileSync(path, whole)
      }
    }))

  it(
    'UDP port 546 taken',
    inScene(async scene => {
      const holder = scene.lab.start(scene.network.router, 'holder', [
        ...[process.execPath, '-e'],
        'require("dgram").createSocket("udp6").bind(546, () => console.error("bound"))',
      ])
      await holder.logged(/bound/)
      await unchanged(scene, async () => {
        expectRefusal(await scene.kd6.attempt(), 'dhcpv6PortTaken', /wan0.*546|546.*wan0/)
      })
    }),
  )
})
