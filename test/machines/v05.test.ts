import assert from 'node:assert/strict'
import { EXTENSION_ROWS } from '../../machines/extensions.ts'
import { RR_ACTIONS } from '../../machines/requestingRouter/actions.ts'
import { RR_DETAIL } from '../../machines/requestingRouter/detail.ts'
import { RR_GUARDS } from '../../machines/requestingRouter/guards.ts'
import { ROWS, rowsOf } from '../../machines/kd6Machine.ts'
import { STATE_TITLES, type Role, type Row, type StateId } from '../../machines/states.ts'
import { V05_ROWS } from '../../machines/v05.ts'

/**
 * The kd6 v0.5 table, as its authors drew it: from, to, and the roles that have the edge. CT comes to Close devs by a
 * Pre-end of its own, so the last edge is its, too.
 */
const DRAWN: readonly (readonly [from: string, to: string, roles: string])[] = [
  ['INIT', 'Open devs', 'RR SR CT'],
  ['Open devs', 'Init KD6', 'RR SR CT'],
  ['Init KD6', 'Assigning servers to clients', 'RR SR'],
  ['Init KD6', 'Prefixes not in sync', 'CT'],
  ['Assigning servers to clients', 'Clients assigned with server', 'RR SR'],
  ['Clients assigned with server', 'Prepare RR config', 'RR SR'],
  ['Prepare RR config', 'Config exchange', 'RR'],
  ['Prefixes not in sync', 'Prepare RR config', 'RR'],
  ['Prefixes not in sync', 'Config exchange', 'CT'],
  ['Config exchange', 'Config valid (in sync)', 'RR SR CT'],
  ['Config valid (in sync)', 'Config exchange', 'RR SR'],
  ['Config valid (in sync)', 'Config valid (in sync)', 'RR'],
  ['Config valid (in sync)', 'Prefixes not in sync', 'RR CT'],
  ['Init KD6', 'Release', 'RR SR'],
  ['Assigning servers to clients', 'Release', 'RR SR'],
  ['Clients assigned with server', 'Release', 'RR SR'],
  ['Config exchange', 'Release', 'RR SR'],
  ['Config valid (in sync)', 'Pre-end (RR, SR)', 'RR SR'],
  ['Pre-end (RR, SR)', 'Release', 'RR SR'],
  ['Release', 'End (RR, SR)', 'RR SR'],
  ['Config valid (in sync)', 'Pre-end (client)', 'CT'],
  ['Pre-end (client)', 'Close devs', 'CT'],
  ['End (RR, SR)', 'Close devs', 'RR SR'],
  ['Close devs', 'END', 'RR SR CT'],
]

/** What each of them is called in the module's code; two states have no name there. */
const NAMED: Readonly<Record<string, string>> = {
  INIT: 'start',
  'Open devs': 'prepare',
  'Init KD6': 'init',
  'Assigning servers to clients': 'assigning_sr_to_rr',
  'Clients assigned with server': 'rr_assigned_with_sr',
  'Prepare RR config': 'config_rr_prepare',
  'Config exchange': 'config_exchange',
  'Config valid (in sync)': 'config_in_sync',
  'Prefixes not in sync': 'config_not_in_sync',
  Release: 'release_state',
  'Pre-end (RR, SR)': 'sr_rr_pre_end',
  'End (RR, SR)': 'sr_rr_end',
  'Pre-end (client)': 'ct_pre_end',
  'Close devs': 'close_devs',
  END: 'end',
}

const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
const edgeName = ({ from, to, role }: Pick<Row, 'from' | 'to' | 'role'>): string => `${from} → ${to} ${role}`

describe('the kd6 v0.5 table', () => {
  it('has every edge that was drawn, for the roles that have it, once [DN-8]', () => {
    const drawn = DRAWN.flatMap(([from, to, roles]) =>
      roles.split(' ').map(role =>
        edgeName({
          from: camelCase(NAMED[from]!) as StateId,
          to: camelCase(NAMED[to]!) as StateId,
          role: role as Role,
        }),
      ),
    )
    assert.deepEqual(V05_ROWS.map(edgeName).sort(), drawn.sort())
  })

  it('calls every state as the module does [DN-8]', () => {
    const expected = Object.fromEntries(
      Object.entries(NAMED).map(([title, name]) => [camelCase(name), title]),
    )
    assert.deepEqual({ ...STATE_TITLES }, expected)
  })

  it('tells what was drawn from what was added, and where that comes from', () => {
    for (const row of V05_ROWS) {
      assert.equal(row.origin, 'v0.5')
      assert.equal(row.source, undefined)
    }
    for (const row of EXTENSION_ROWS) {
      assert.equal(row.origin, 'extension')
      assert.match(row.source ?? '', /^(RFC \d+|kd6)/, edgeName(row))
    }
    assert.equal(ROWS.length, V05_ROWS.length + EXTENSION_ROWS.length)
  })

  it('leaves to the advertiser what an RS and the RA timer do', () => {
    const projections = ROWS.filter(row => row.projectionOf !== undefined)
    assert.deepEqual(
      projections.map(row => [edgeName(row), row.on, row.projectionOf]),
      [
        ['configInSync → configExchange RR', 'ROUTER_SOLICITATION', 'routerAdvertiser'],
        ['configInSync → configInSync RR', 'RA_TIMER', 'routerAdvertiser'],
      ],
    )
    for (const row of projections) assert.ok(!rowsOf('RR').includes(row))
  })

  it('has no two edges that no machine could tell apart', () => {
    for (const role of ['RR', 'SR', 'CT'] as const) {
      const seen = rowsOf(role).map(({ from, on, guard }) => `${from} ${on ?? 'at once'} ${guard ?? ''}`)
      assert.deepEqual(
        seen.filter((one, i) => seen.indexOf(one) !== i),
        [],
        role,
      )
    }
  })
})

/** What the reading of the table turns into `not(…)`. */
const NEGATED = ['hasNoOffers', 'holdsNoLease', 'mayRepeat']

describe("the RR column's vocabulary", () => {
  const details = Object.values(RR_DETAIL).flatMap(detail => [
    ...detail.edges,
    ...Object.values(detail.states).flatMap(state => state.edges),
  ])
  const edges = [...rowsOf('RR'), ...details]

  it('has an action for every word, and no action without a word', () => {
    const spoken = [...new Set(edges.flatMap(edge => edge.does))].sort()
    assert.deepEqual(spoken, Object.keys(RR_ACTIONS).sort())
  })

  it('knows every guard, and has none that is not used', () => {
    const used = new Set(edges.flatMap(edge => edge.guard ?? []))
    const known = [...Object.keys(RR_GUARDS), ...NEGATED]
    assert.deepEqual(
      [...used].filter(guard => !known.includes(guard)),
      [],
    )
    const indirectly = ['hasOffers', 'holdsLease', 'isExhausted']
    assert.deepEqual(
      known.filter(guard => !used.has(guard) && !indirectly.includes(guard)),
      [],
    )
  })

  it('enters only nested states that there are', () => {
    for (const { into, to } of rowsOf('RR')) {
      if (into !== undefined) assert.ok(RR_DETAIL[to]!.states[into] !== undefined, `${to}.${into}`)
    }
    for (const [state, { initial, states }] of Object.entries(RR_DETAIL)) {
      assert.ok(state in STATE_TITLES && initial in states)
      for (const { to } of Object.values(states).flatMap(one => one.edges)) {
        assert.ok(to === undefined || to in states, `${state}.${to}`)
      }
    }
  })
})
