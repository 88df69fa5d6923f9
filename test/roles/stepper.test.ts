import assert from 'node:assert/strict'
import { assign, setup } from 'xstate'
import { effectActions } from '../../machines/effects.ts'
import { Stepper } from '../../src/roles/stepper.ts'

interface Effects {
  say: { readonly word: string }
}

const machine = setup({
  types: {
    context: {} as { count: number },
    events: {} as { type: 'GO' } | { type: 'FAIL' },
    input: {} as { from: number },
  },
  actions: effectActions<Effects>(['say']),
}).createMachine({
  context: ({ input }) => ({ count: input.from }),
  initial: 'one',
  entry: { type: 'say', params: { word: 'begin' } },
  states: {
    one: {
      on: {
        GO: {
          target: 'two',
          actions: [
            { type: 'say', params: ({ context }) => ({ word: `${context.count}` }) },
            assign({ count: ({ context }) => context.count + 1 }),
            { type: 'say', params: ({ context }) => ({ word: `${context.count}` }) },
          ],
        },
        FAIL: {
          actions: () => {
            throw new Error('a mistake of ours')
          },
        },
      },
    },
    two: { always: { target: 'three', actions: { type: 'say', params: { word: 'at once' } } } },
    three: { type: 'final' },
  },
})

const stepper = (from: number): Stepper<typeof machine, Effects> => new Stepper(machine, { from })
const words = (effects: readonly { word: string }[]): string[] => effects.map(({ word }) => word)

describe('stepper', () => {
  it('hands back the effects of each step, in their order, up to where the chart rests', () => {
    const own = stepper(4)
    assert.deepEqual(words(own.start()), ['begin'])
    assert.deepEqual(words(own.send({ type: 'GO' })), ['4', '5', 'at once'])
    assert.equal(own.snapshot.value, 'three')
    assert.deepEqual(own.send({ type: 'GO' }), [])
  })

  it('keeps instances of one machine apart', () => {
    const [a, b] = [stepper(1), stepper(10)]
    a.start()
    b.start()
    assert.deepEqual(words(b.send({ type: 'GO' })), ['10', '11', 'at once'])
    assert.deepEqual(words(a.send({ type: 'GO' })), ['1', '2', 'at once'])
  })

  it('throws what the chart throws: a mistake of ours is not to be lived with', () => {
    const own = stepper(0)
    own.start()
    assert.throws(() => own.send({ type: 'FAIL' }), /a mistake of ours/)
  })
})
