import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Deadlines, type DeadlineOwner } from '../../src/roles/deadlines.ts'
import { instant, later, NEVER, type Instant } from '../../src/values/time.ts'
import { TestClock } from '../fakes/testClock.ts'

/** An owner that writes down what comes, and may do something about it. */
class Diary implements DeadlineOwner {
  readonly entries: [name: string, at: Instant][] = []
  then: (name: string) => void = () => undefined

  onDeadline(name: string, now: Instant): void {
    this.entries.push([name, now])
    this.then(name)
  }

  get names(): string[] {
    return this.entries.map(([name]) => name)
  }
}

function set() {
  const clock = new TestClock(0)
  return { clock, deadlines: new Deadlines(clock), diary: new Diary() }
}

describe('deadlines behind one alarm', () => {
  it('come at their instants, the earliest first, in whatever order they were armed', () => {
    const moments = fc.array(fc.integer({ min: 1, max: 10_000 }), { maxLength: 30 })
    fc.assert(
      fc.property(moments, instants => {
        const { clock, deadlines, diary } = set()
        for (const [i, at] of instants.entries()) deadlines.arm(diary, `${i}`, instant(at))
        clock.walk(20)
        assert.deepEqual(
          diary.entries.map(([, at]) => at),
          [...instants].sort((a, b) => a - b),
        )
        for (const [name, at] of diary.entries) assert.equal(at, instants[Number(name)])
      }),
    )
  })

  it('move when they are armed again, earlier or later', () => {
    const { clock, deadlines, diary } = set()
    deadlines.arm(diary, 'later', instant(1000))
    deadlines.arm(diary, 'later', instant(5000))
    deadlines.arm(diary, 'earlier', instant(6000))
    deadlines.arm(diary, 'earlier', instant(2000))
    clock.walk(10)
    assert.deepEqual(diary.entries, [
      ['earlier', 2000],
      ['later', 5000],
    ])
  })

  it('do not come once they are disarmed, though their time had come', () => {
    const { clock, deadlines, diary } = set()
    const other = new Diary()
    for (const name of ['a', 'b', 'c']) deadlines.arm(diary, name, instant(1000))
    deadlines.arm(other, 'a', instant(1000))
    diary.then = name => {
      if (name === 'a') deadlines.disarm(diary, 'b')
      if (name === 'a') deadlines.disarmAll(other)
    }
    clock.walk(10)
    assert.deepEqual([diary.names, other.names], [['a', 'c'], []])
  })

  it('never come at NEVER', () => {
    const { clock, deadlines, diary } = set()
    deadlines.arm(diary, 'never', NEVER)
    clock.walk(1e9)
    assert.deepEqual(diary.names, [])
    assert.equal(deadlines.deadline(diary, 'never'), NEVER)
  })

  it('come with the present when the machine slept over them, all of them', () => {
    const { clock, deadlines, diary } = set()
    deadlines.arm(diary, 'b', instant(2000))
    deadlines.arm(diary, 'a', instant(1000))
    deadlines.arm(diary, 'c', instant(900_000))
    clock.suspend(600)
    assert.deepEqual(diary.entries, [
      ['a', 600_000],
      ['b', 600_000],
    ])
  })

  it('may be armed anew by what they set going', () => {
    const { clock, deadlines, diary } = set()
    diary.then = name => {
      if (diary.entries.length < 5) deadlines.arm(diary, name, later(clock.now(), 1))
    }
    deadlines.arm(diary, 'tick', instant(1000))
    clock.walk(100)
    assert.deepEqual(
      diary.entries.map(([, at]) => at),
      [1000, 2000, 3000, 4000, 5000],
    )
  })

  it('belong to their owner, name by name', () => {
    const { clock, deadlines, diary } = set()
    const other = new Diary()
    deadlines.arm(diary, 'RT', instant(1000))
    deadlines.arm(other, 'RT', instant(2000))
    assert.deepEqual([deadlines.deadline(diary, 'RT'), deadlines.deadline(other, 'RT')], [1000, 2000])
    deadlines.disarmAll(diary)
    assert.equal(deadlines.deadline(diary, 'RT'), null)
    clock.walk(10)
    assert.deepEqual([diary.names, other.names], [[], ['RT']])
  })
})
