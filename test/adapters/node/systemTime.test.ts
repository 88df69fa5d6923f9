import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemRandom } from '../../../src/adapters/node/systemRandom.ts'
import { NodeClock } from '../../../src/adapters/node/nodeClock.ts'
import { instant } from '../../../src/values/time.ts'

const NODE_CLOCK = join(import.meta.dirname, '../../../src/adapters/node/nodeClock.ts')

describe('NodeClock on this machine', () => {
  it('agrees with the uptime of the kernel to its 10 ms', () => {
    const clock = new NodeClock()
    const before = clock.now()
    const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000
    assert.ok(uptime > before - 20.1 && uptime < clock.now() + 10.1, `${uptime} against ${before}`)
  })

  it('agrees with another process', () => {
    const script = `import { NodeClock } from ${JSON.stringify(NODE_CLOCK)}; console.log(new NodeClock().now())`
    const before = new NodeClock().now()
    const options = ['--import=tsx', '--input-type=module', '-e', script]
    const theirs = Number(execFileSync(process.execPath, options, { encoding: 'utf8' }))
    const after = new NodeClock().now()
    assert.ok(theirs > before && theirs < after, `${before} < ${theirs} < ${after}`)
  })

  it('wakes at each of twenty instants in order and never early', async () => {
    const clock = new NodeClock()
    for (let i = 0; i < 20; i++) {
      const at = instant(clock.now() + i * 0.37)
      const woken = await new Promise<number>(resolve => {
        clock.wakeAt(at, () => resolve(clock.now()))
      })
      assert.ok(woken >= at, `${at - woken} ms early`)
    }
  })

  it('names the boot as the kernel does, and knows the calendar', () => {
    const clock = new NodeClock()
    assert.match(clock.bootId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    assert.equal(clock.bootId, new NodeClock().bootId)
    assert.ok(Math.abs(clock.wallTime() - Date.now()) < 1_000)
  })
})

describe('systemRandom', () => {
  it('gives as many octets as asked for, in memory of their own, never the same', () => {
    assert.equal(systemRandom.bytes(0).length, 0)
    const a = systemRandom.bytes(16)
    const b = systemRandom.bytes(16)
    assert.equal(a.length, 16)
    assert.equal(a.buffer.byteLength, 16)
    assert.notDeepEqual(a, b)
  })
})
