import type { Row } from './row.ts'
import { rowIdsIn, type TestResult } from './results.ts'
import type { Area } from './verdicts.ts'

export interface Judgement {
  readonly row: Row
  readonly verdict: 'met' | 'not met' | 'not applicable'
  /** The tests that name the row, in a fixed order. */
  readonly tests: readonly TestResult[]
  /** Why it is not met or not applicable; absent when it is met. */
  readonly reason?: string
}

export interface VerdictData {
  readonly notApplicable: Readonly<Record<string, string>>
  readonly incomplete: Readonly<Record<string, string>>
  readonly areas: readonly Area[]
}

export interface Outcome {
  readonly judgements: readonly Judgement[]
  /** What fails the run, a line each. */
  readonly problems: readonly string[]
}

/** Gives each row its verdict from the tests that name it and, where there are none, from the verdict data. */
export function judge(rows: readonly Row[], tests: readonly TestResult[], data: VerdictData): Outcome {
  const ids = new Set(rows.map(row => row.id))
  const naming = testsByRow(tests)
  const problems = [...foreignIds(ids, naming.keys()), ...staleData(ids, data), ...repeatedIds(rows)]
  const judgements: Judgement[] = []
  for (const row of rows) {
    const named = inOrder(naming.get(row.id) ?? [])
    const judgement = judgeRow(row, named, data)
    if (judgement) judgements.push(judgement)
    else problems.push(`${row.id} has no verdict: neither a test nor an area names it`)
    problems.push(...troubles(row, named, data))
  }
  return { judgements, problems }
}

function testsByRow(tests: readonly TestResult[]): ReadonlyMap<string, readonly TestResult[]> {
  const found = new Map<string, TestResult[]>()
  for (const test of tests) {
    for (const id of new Set(rowIdsIn(test.title))) {
      const list = found.get(id)
      if (list) list.push(test)
      else found.set(id, [test])
    }
  }
  return found
}

function judgeRow(row: Row, tests: readonly TestResult[], data: VerdictData): Judgement | undefined {
  const exempt = data.notApplicable[row.id]
  if (exempt !== undefined) return { row, verdict: 'not applicable', tests: [], reason: exempt }
  const failed = tests.filter(test => test.outcome === 'failed').length
  if (failed > 0) return { row, verdict: 'not met', tests, reason: `${failed} of its tests failed` }
  const missing = data.incomplete[row.id]
  if (missing !== undefined) return { row, verdict: 'not met', tests, reason: missing }
  if (tests.some(test => test.outcome === 'passed')) return { row, verdict: 'met', tests }
  const reason = reasonFor(row, data.areas)
  return reason === undefined ? undefined : { row, verdict: 'not met', tests, reason }
}

/** The reason that the first area covering the row gives. */
export function reasonFor(row: Row, areas: readonly Area[]): string | undefined {
  const area = areas.find(({ covers }) =>
    typeof covers === 'function' ? covers(row) : covers.includes(row.id),
  )
  return area?.reason
}

function troubles(row: Row, tests: readonly TestResult[], data: VerdictData): string[] {
  if (data.notApplicable[row.id] !== undefined) {
    return tests.map(test => `${row.id} is said to be not applicable, but “${test.title}” names it`)
  }
  return tests
    .filter(test => test.outcome !== 'passed')
    .map(test => `${row.id}: “${test.title}” ${test.outcome === 'failed' ? 'failed' : 'was skipped'}`)
}

function foreignIds(ids: ReadonlySet<string>, named: Iterable<string>): string[] {
  return [...named].filter(id => !ids.has(id)).map(id => `a test names ${id}, which is no row`)
}

function staleData(ids: ReadonlySet<string>, data: VerdictData): string[] {
  const listed = data.areas.flatMap(area => (typeof area.covers === 'function' ? [] : area.covers))
  return [...Object.keys(data.notApplicable), ...Object.keys(data.incomplete), ...listed]
    .filter(id => !ids.has(id))
    .map(id => `the verdicts name ${id}, which is no row`)
}

function repeatedIds(rows: readonly Row[]): string[] {
  return rows
    .filter((row, index) => rows.findIndex(other => other.id === row.id) !== index)
    .map(row => `${row.id} stands twice in the rows`)
}

/** By file and title; a title that several cases share counts once. */
function inOrder(tests: readonly TestResult[]): readonly TestResult[] {
  const key = (test: TestResult) => `${test.file}\0${test.title}\0${test.outcome}`
  const unique = new Map(tests.map(test => [key(test), test]))
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, test]) => test)
}
