import assert from 'node:assert/strict'
import { cardsOf } from '../../scripts/machines/cards.ts'
import { drawChart } from '../../scripts/machines/draw.ts'
import { layOut, type Box, type Layout } from '../../scripts/machines/layout.ts'
import type { ChartState } from '../../scripts/machines/model.ts'
import { readMachine } from '../../scripts/machines/read.ts'
import { widthOf, wrap } from '../../scripts/machines/text.ts'
import { STYLES } from '../../scripts/machines/theme.ts'
import { charts } from '../../machines/index.ts'
import { crowdedMachine, sampleMachine } from './sampleMachine.ts'

function stateAt(root: ChartState, path: string): ChartState {
  if (root.path === path) return root
  const next = root.states.find(child => path === child.path || path.startsWith(`${child.path}.`))
  return stateAt(next ?? assert.fail(`no state ${path}`), path)
}

describe('a machine, read for drawing', () => {
  const { root, edges } = readMachine(sampleMachine)
  const entriesFrom = (from: string) => edges.filter(edge => edge.from === from).map(edge => edge.entry)

  it('says of a transition its role, event, guard, effects and source', () => {
    assert.deepEqual(entriesFrom('.asleep')[0], {
      roles: ['RR'],
      source: 'RFC 1 §2',
      event: 'WAKE',
      guard: 'isWarm and not isLate',
      effects: ['greet'],
    })
  })

  it('takes a label that is no whole edge for a caption', () => {
    const entry = entriesFrom('.asleep')[1]!
    assert.equal(entry.caption, 'nobody answered for a long time')
    assert.equal(entry.event, 'WAKE')
  })

  it('takes a label that is a whole edge for what stands there', () => {
    assert.deepEqual(stateAt(root, '.asleep').inner, [
      {
        origin: 'projection',
        entry: { roles: ['SR'], event: 'PONG', guard: 'isWarm', effects: ['greet', 'arm'] },
      },
    ])
  })

  it('names delays, completion, eventless and catch-all transitions', () => {
    assert.deepEqual(
      edges.filter(edge => /^(after|done|at once|any)/.test(edge.entry.event)).map(edge => edge.entry.event),
      ['after 1000 ms', 'done', 'at once', 'any other event'],
    )
  })

  it('knows the kinds of states, their first child, and what they do on exit', () => {
    assert.equal(root.initial, '.asleep')
    assert.equal(stateAt(root, '.awake').kind, 'parallel')
    assert.equal(stateAt(root, '.awake.ears').kind, 'compound')
    assert.equal(stateAt(root, '.awake.ears.deaf').kind, 'final')
    assert.deepEqual(stateAt(root, '.asleep').exit, ['arm T1'])
  })

  it('draws a machine without any v0.5 edge plainly', () => {
    assert.ok(readMachine(crowdedMachine).edges.every(edge => edge.origin === 'plain'))
  })
})

describe('labels', () => {
  const entry = (role: string, event = 'GO') => ({ roles: [role], event, effects: [] })
  const edge = (from: string, role: string, event?: string) =>
    ({ from, to: 'z', origin: 'plain', entry: entry(role, event) }) as const

  it('are shared by edges between the same two states', () => {
    const cards = cardsOf([edge('a', 'RR'), edge('a', 'SR', 'STOP')])
    assert.deepEqual(
      cards.map(card => card.entries.map(each => each.event)),
      [['GO', 'STOP']],
    )
  })

  it('show one entry for roles that do the same', () => {
    assert.deepEqual(cardsOf([edge('a', 'RR'), edge('a', 'CT')])[0]?.entries[0]?.roles, ['RR', 'CT'])
  })

  it('are shared by equal edges into one state', () => {
    assert.deepEqual(cardsOf([edge('a', 'RR'), edge('b', 'RR')])[0]?.from, ['a', 'b'])
    assert.equal(cardsOf([edge('a', 'RR'), edge('b', 'CT')]).length, 2)
  })
})

describe('text', () => {
  const face = STYLES.effect

  it('breaks at spaces, then in long words, and never exceeds its width', () => {
    const text = 'a few words and reportLinkCheckUnanswered_AND_SOMETHING_STILL_LONGER x'
    const lines = wrap(text, face, 80)
    assert.ok(lines.every(line => widthOf(line, face) <= 80))
    assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''))
  })

  it('keeps a text that fits on one line', () => {
    assert.deepEqual(wrap('short words', face, 200), ['short words'])
  })
})

describe('a picture', function () {
  this.timeout(60_000)

  const all = [
    { name: 'sample', title: 'sample', machine: sampleMachine },
    { name: 'crowded', title: 'crowded', machine: crowdedMachine },
    ...charts,
  ]
  for (const { name, machine } of all) {
    it(`has no overlap, and room for every text: ${name}`, async () => {
      const layout = await layOut(readMachine(machine))
      assertNoOverlap(layout)
      assertTextFits(layout)
    })
  }

  it('is the same each time', async () => {
    const chart = { name: 'sample', title: 'sample', machine: sampleMachine }
    assert.equal(await drawChart(chart), await drawChart(chart))
  })

  it('tells origins apart by colour and line, and escapes text', async () => {
    const svg = await drawChart({ name: 'sample', title: 'a < b', machine: sampleMachine })
    assert.match(svg, /<title>a &lt; b<\/title>/)
    assert.match(svg, />Asleep &lt;yet&gt;</)
    for (const words of ['v0.5 chart', 'extension', 'projection of another machine', 'stays in the state']) {
      assert.ok(svg.includes(`>${words}<`), words)
    }
    assert.match(svg, /stroke-dasharray="7 4"/)
  })

  it('lists the states of a label that belongs to many', async () => {
    const { cards } = await layOut(readMachine(crowdedMachine))
    const words = cards.flatMap(({ block }) =>
      block.marks.flatMap(mark => (mark.kind === 'text' ? [mark.text] : [])),
    )
    assert.ok(words.includes('from s0, s1, s2, s3, s4'))
  })
})

/** Boxes without children, and labels, share no point. */
function assertNoOverlap(layout: Layout): void {
  const leaves = layout.states.filter(({ state }) => state.states.length === 0)
  const boxes = [...leaves, ...layout.cards, ...layout.anywheres].map(({ box }) => box).concat(layout.starts)
  for (const [index, box] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) assert.ok(!overlap(box, other), JSON.stringify([box, other]))
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function assertTextFits(layout: Layout): void {
  for (const { block } of [...layout.states, ...layout.cards]) {
    for (const mark of block.marks) {
      if (mark.kind !== 'text') continue
      assert.ok(mark.x + widthOf(mark.text, STYLES[mark.style]) <= block.width, mark.text)
      assert.ok(mark.y <= block.height, mark.text)
    }
  }
}
