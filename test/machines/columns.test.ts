import assert from 'node:assert/strict'
import type { AnyStateMachine } from 'xstate'
import { clientMachine, delegatingRouterMachine } from '../../machines/columns.ts'
import { createKd6Machine } from '../../machines/index.ts'
import { rowsOf } from '../../machines/kd6Machine.ts'
import { DEADLINES, type Role } from '../../machines/states.ts'
import { describeEdge, edgesOf, explore, statesOf, visited, type Edge } from './columnsWalk.ts'

const AT = 1_000

const columns: readonly {
  role: Extract<Role, 'SR' | 'CT'>
  machine: AnyStateMachine
  /** Edges of the v0.5 chart that nothing can take, and why. */
  untakeable: Readonly<Record<string, string>>
}[] = [
  {
    role: 'SR',
    machine: delegatingRouterMachine as unknown as AnyStateMachine,
    untakeable: {
      'init → releaseState: RELEASE / removeRoute, freeBinding': 'SR passes through without waiting',
      'srRrPreEnd → releaseState: RELEASE / removeRoute, freeBinding': 'SR passes through without waiting',
    },
  },
  { role: 'CT', machine: clientMachine as unknown as AnyStateMachine, untakeable: {} },
]

for (const { role, machine, untakeable } of columns) {
  describe(`the ${role} column of the chart`, () => {
    const words = [...new Set(rowsOf(role).flatMap(row => row.on ?? []))]
    const events = words.map(word =>
      (DEADLINES as readonly string[]).includes(word)
        ? { type: 'DEADLINE', name: word, at: AT }
        : { type: word },
    )
    const walked = explore({
      machine,
      events: () => events,
      keyOf: ({ snapshot }) => JSON.stringify(snapshot.value),
    })

    it('has an edge for each of its rows, and no other', () => {
      assert.equal(edgesOf(machine).length, rowsOf(role).length)
    })

    it('reaches every state', () => {
      const seen = visited(walked.taken)
      assert.deepEqual(
        statesOf(machine).filter(state => !seen.has(state)),
        [],
      )
    })

    it('takes every edge, but for those of the v0.5 chart that it cannot', () => {
      const left = edgesOf(machine).filter(edge => !walked.taken.has(edge))
      assert.deepEqual(left.map(describeEdge).sort(), Object.keys(untakeable).sort())
      for (const edge of left) assert.equal((edge.meta as { origin: string }).origin, 'v0.5')
    })

    it('can end from everywhere', () => {
      assert.deepEqual(walked.trapped, [])
      assert.ok(walked.reached.has('"end"'))
    })

    it('asks for what its edges name, in their order', () => {
      const wordsOf = (edge: Edge) =>
        (edge.meta as { label: string }).label.split(' / ')[1]?.split(', ') ?? []
      for (const { effects, taken } of walked.steps) {
        assert.deepEqual(
          effects.map(({ type }) => type),
          taken.flatMap(wordsOf),
        )
      }
    })
  })
}

describe('the machines of the roles', () => {
  it('are those of their columns', () => {
    for (const role of ['RR', 'SR', 'CT'] as const) assert.equal(createKd6Machine(role).id, `kd6${role}`)
  })
})
