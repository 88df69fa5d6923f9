import assert from 'node:assert/strict'
import fc from 'fast-check'
import { NodeClock } from '../../../src/adapters/node/nodeClock.ts'
import { instant, later, NEVER } from '../../../src/values/time.ts'
import { FakeMachine } from './timeSourcesFake.ts'

const DAY = 86_400_000

describe('NodeClock', () => {
  let machine: FakeMachine
  let clock: NodeClock
  let rung: number[]
  const ring = () => rung.push(machine.boottime)
  beforeEach(() => {
    machine = new FakeMachine()
    clock = new NodeClock(machine)
    rung = []
  })

  it('counts from the boot, exactly while there was no suspend', () => {
    assert.equal(clock.now(), 5_000.25)
    machine.run(1.5)
    assert.equal(clock.now(), 5_001.75)
  })

  it('sees a suspend at the first look after it', () => {
    clock.now()
    machine.run(3)
    machine.suspend(60_000)
    assert.ok(clock.now() > machine.boottime - 10)
  })

  it('sees within a second a suspend that the calendar hides', () => {
    clock.now()
    machine.suspend(60_000)
    machine.calendar -= 60_000
    machine.run(1_000)
    assert.ok(clock.now() > machine.boottime - 10)
  })

  it('does not care when the calendar is set', () => {
    machine.calendar -= 365 * DAY
    assert.equal(clock.now(), machine.boottime)
    machine.calendar += 730 * DAY
    machine.run(20)
    assert.equal(clock.now(), machine.boottime)
    assert.equal(clock.wallTime(), machine.wall())
  })

  it('means the same to a process that starts after the suspend', () => {
    machine.suspend(3_600_004)
    machine.run(7)
    const restarted = new NodeClock(machine)
    assert.ok(Math.abs(restarted.now() - clock.now()) < 10)
    assert.ok(Math.abs(restarted.now() - machine.boottime) < 10)
  })

  it('knows a suspend in a container that has an uptime of its own', () => {
    machine.hidden = 4_000
    clock = new NodeClock(machine)
    assert.equal(clock.now(), machine.boottime)
    machine.suspend(60_000)
    assert.ok(Math.abs(clock.now() - machine.boottime) < 10)
  })

  it('never goes back, and is right to 10 ms, whatever is done to the machine', () => {
    const deed = fc.tuple(
      fc.constantFrom('run', 'suspend', 'set'),
      fc.double({ min: 0, max: 5_000, noNaN: true }),
      fc.boolean(),
    )
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), deeds => {
        const on = new FakeMachine()
        const under = new NodeClock(on)
        let before = under.now()
        for (const [what, amount, look] of deeds) {
          if (what === 'run') on.run(amount)
          else if (what === 'suspend') on.suspend(amount)
          else on.calendar += (look ? 1 : -1) * amount
          if (look) assert.ok(under.now() >= before)
          if (look) before = under.now()
        }
        on.run(1_000)
        const error = on.boottime - under.now()
        assert.ok(error > -0.001 && error <= 10, `${error} ms`)
      }),
    )
  })

  it('wakes at the instant, once', () => {
    clock.wakeAt(later(clock.now(), 0.25), ring)
    machine.run(249)
    assert.deepEqual(rung, [])
    machine.run(DAY)
    assert.deepEqual(rung, [5_250.25])
  })

  it('wakes soon, but not inside of the call, when the instant has been reached', () => {
    clock.wakeAt(clock.now(), ring)
    clock.wakeAt(instant(0), ring)
    assert.deepEqual(rung, [])
    machine.run(0)
    assert.deepEqual(rung, [5_000.25])
  })

  it('never wakes early, though its timers do', () => {
    machine.early = 0.9
    clock.wakeAt(later(clock.now(), 12.3456), ring)
    machine.run(DAY)
    assert.ok(rung[0]! >= 5_000.25 + 12_345.6 && rung[0]! < 5_000.25 + 12_347.6, String(rung))
  })

  it('waits out what is longer than any timer of Node', () => {
    const at = later(clock.now(), (60 * DAY) / 1000)
    clock.wakeAt(at, ring)
    machine.run(61 * DAY)
    assert.deepEqual(rung, [at])
    assert.ok(machine.delays.every(delay => delay <= 5_000))
    assert.ok(machine.delays.length < (60 * DAY) / 5_000 + 5, 'no more than 12 a minute')
  })

  it('wakes within 5 s after a suspend that the instant lay in', () => {
    clock.wakeAt(later(clock.now(), 7_200), ring)
    machine.run(60_000)
    machine.suspend(4 * 3_600_000)
    const resumed = machine.boottime
    machine.run(10_000)
    assert.equal(rung.length, 1)
    assert.ok(rung[0]! - resumed <= 5_000)
  })

  it('forgets the former alarm for a new one, and every alarm for NEVER', () => {
    clock.wakeAt(later(clock.now(), 1), () => assert.fail('replaced'))
    clock.wakeAt(later(clock.now(), 2), ring)
    machine.run(3_000)
    assert.deepEqual(rung, [7_000.25])
    clock.wakeAt(later(clock.now(), 1), () => assert.fail('cancelled'))
    clock.wakeAt(NEVER, () => assert.fail('never'))
    machine.run(DAY)
  })

  it('takes a new alarm from within the wake-up', () => {
    const tick = (): void => {
      ring()
      if (rung.length < 3) clock.wakeAt(later(clock.now(), 10), tick)
    }
    clock.wakeAt(later(clock.now(), 10), tick)
    machine.run(DAY)
    assert.deepEqual(rung, [15_000.25, 25_000.25, 35_000.25])
  })
})
