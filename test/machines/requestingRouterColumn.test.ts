import assert from 'node:assert/strict'
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import { requestingRouterMachine } from '../../machines/requestingRouter.ts'
import type { RequestingRouterContext } from '../../machines/requestingRouter/types.ts'
import { DEADLINES } from '../../machines/states.ts'
import { describeEdge, edgesOf, explore, statesOf, visited, type Place } from './columnsWalk.ts'
import * as on from './requestingRouterEvents.ts'

const machine = requestingRouterMachine as unknown as AnyStateMachine

function contextOf(snapshot: AnyMachineSnapshot): RequestingRouterContext {
  return snapshot.context as RequestingRouterContext
}

/** Everything that may happen, wanted or not; of deadlines those that are armed, in time or, after a suspend, late. */
function events({ snapshot, armed }: Place) {
  const { generation } = contextOf(snapshot)
  return [
    on.start,
    on.startWithLease,
    on.ready,
    on.lost,
    on.advertise(1),
    on.advertise(2),
    on.advertise(3, 255),
    on.nothing,
    ...(['bound', 'lost', 'noBinding', 'retryLater', 'refused'] as const).map(on.reply),
    on.installed(generation),
    on.installed(generation - 1),
    on.notInstalled(generation),
    on.stop(false),
    on.stop(true),
    on.leave,
    on.closed,
    ...DEADLINES.filter(name => armed.has(name)).flatMap(name => [on.due(name), on.due(name, 2500)]),
  ]
}

/** What decides what a chart does next, without the numbers that grow for ever. */
function keyOf({ snapshot, armed }: Place): string {
  const { lease, offers, exchange, releases } = contextOf(snapshot)
  const { MRC } = exchange?.parameters ?? { MRC: 0 }
  const tries = exchange === null ? 0 : Math.min(exchange.transmissions, MRC === 0 ? 2 : MRC)
  const few = Math.min(offers.length, 2)
  return JSON.stringify([snapshot.value, lease !== null, few, tries, releases, [...armed].sort()])
}

function isIn(snapshot: AnyMachineSnapshot, state: string): boolean {
  const [outer, inner] = state.split('.') as [string, string?]
  return snapshot.matches(inner === undefined ? outer : { [outer]: inner })
}

describe('the RR column of the chart, walked', function () {
  this.timeout(60_000)
  let walked: ReturnType<typeof explore>
  before(() => {
    walked = explore({ machine, input: on.INPUT, events, keyOf })
  })

  it('reaches every state, nested ones too', () => {
    const passed = visited(walked.taken)
    const stayed = new Set(
      [...walked.reached.values()].flatMap(({ snapshot }) =>
        statesOf(machine).filter(state => isIn(snapshot, state)),
      ),
    )
    assert.deepEqual(
      statesOf(machine).filter(state => !passed.has(state) && !stayed.has(state)),
      [],
    )
  })

  it('takes every edge, but for those of the v0.5 chart that it cannot', () => {
    const left = edgesOf(machine).filter(edge => !walked.taken.has(edge))
    assert.deepEqual(left.map(describeEdge).sort(), Object.keys(on.UNTAKEABLE).sort())
    for (const edge of left) assert.equal((edge.meta as { origin: string }).origin, 'v0.5')
  })

  it('can end from everywhere, so nothing is a dead end', () => {
    assert.deepEqual(walked.trapped, [])
  })

  it('never waits for nothing: where an answer is due, so is what follows without one', () => {
    const follows: Readonly<Record<string, string>> = {
      init: 'SOLICIT_DELAY',
      assigningSrToRr: 'RT',
      'configRrPrepare.requesting': 'RT',
      'configRrPrepare.renewing': 'RT',
      'configRrPrepare.rebinding': 'RT',
      'configRrPrepare.delaying': 'SOLICIT_DELAY',
      'configRrPrepare.confirming': 'MRD',
      releaseState: 'RT',
      configInSync: 'T1',
    }
    for (const [key, { snapshot, armed }] of walked.reached) {
      for (const [state, name] of Object.entries(follows)) {
        if (isIn(snapshot, state)) assert.ok(armed.has(name), key)
      }
      if (
        contextOf(snapshot).lease !== null &&
        !isIn(snapshot, 'releaseState') &&
        snapshot.status !== 'done'
      ) {
        assert.ok(armed.has('EXPIRY') || isIn(snapshot, 'closeDevs'), key)
      }
    }
  })

  it('holds no lease while it solicits, and one wherever it says so', () => {
    for (const { snapshot } of walked.steps) {
      const { lease, offers } = contextOf(snapshot)
      if (snapshot.matches('init') || snapshot.matches('assigningSrToRr')) assert.equal(lease, null)
      for (const state of ['configExchange', 'configInSync']) {
        if (snapshot.matches(state)) assert.notEqual(lease, null)
      }
      if (lease !== null) assert.equal(offers.length, 0)
    }
  })

  it('sends nothing without an RT that follows it, and nothing at all once it has ended', () => {
    for (const { snapshot, effects } of walked.steps) {
      const names = effects.map(effect => effect.type)
      if (names.includes('transmit')) {
        const rt = effects.findLast(
          effect => effect.type === 'arm' && 'name' in effect && effect.name === 'RT',
        )
        assert.ok(rt !== undefined && names.lastIndexOf('transmit') < effects.indexOf(rt))
      }
      if (snapshot.status === 'done') assert.ok(!names.includes('transmit'))
    }
  })
})
