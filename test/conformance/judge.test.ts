import assert from 'node:assert/strict'
import { judge, type VerdictData } from './judge.ts'
import type { TestResult } from './results.ts'
import { section } from './row.ts'

const { rows } = section('sample', [
  ['AA-1', 'RFC 1 §1', 'does one thing', 'MUST', 'RR'],
  ['AA-2', 'RFC 1 §2', 'does another', 'SHOULD', 'SR'],
  ['AA-3', 'RFC 1 §3', "is the kernel's", 'MUST', 'RR'],
])

const data: VerdictData = {
  notApplicable: { 'AA-3': "the kernel's" },
  incomplete: {},
  areas: [{ reason: 'not built', covers: row => row.roles.includes('SR') }],
}

const ran = (title: string, outcome: TestResult['outcome'] = 'passed', file = 'test/a.test.ts') => ({
  title,
  file,
  outcome,
})

function verdicts(tests: readonly TestResult[], changed: Partial<VerdictData> = {}) {
  const { judgements, problems } = judge(rows, tests, { ...data, ...changed })
  return {
    verdicts: Object.fromEntries(judgements.map(each => [each.row.id, each.verdict])),
    reasons: Object.fromEntries(judgements.map(each => [each.row.id, each.reason])),
    problems,
  }
}

describe('the judge of conformance', () => {
  it('takes a passing test as proof, an area as the reason of the rest', () => {
    const found = verdicts([ran('does it [AA-1]')])
    assert.deepEqual(found.verdicts, { 'AA-1': 'met', 'AA-2': 'not met', 'AA-3': 'not applicable' })
    assert.deepEqual(found.reasons, { 'AA-1': undefined, 'AA-2': 'not built', 'AA-3': "the kernel's" })
    assert.deepEqual(found.problems, [])
  })

  it('takes several ids of one title', () => {
    assert.equal(verdicts([ran('does both [AA-1] [AA-2]')]).verdicts['AA-2'], 'met')
  })

  it('fails a row that has no verdict', () => {
    assert.deepEqual(verdicts([]).problems, ['AA-1 has no verdict: neither a test nor an area names it'])
  })

  it('fails a row of which one test failed', () => {
    const found = verdicts([ran('does it [AA-1]'), ran('and this [AA-1]', 'failed')])
    assert.equal(found.verdicts['AA-1'], 'not met')
    assert.deepEqual(found.problems, ['AA-1: “and this [AA-1]” failed'])
  })

  it('takes a skipped test for no proof and for a problem', () => {
    const found = verdicts([ran('does it [AA-1]'), ran('does both [AA-2]', 'skipped')])
    assert.equal(found.verdicts['AA-2'], 'not met')
    assert.deepEqual(found.problems, ['AA-2: “does both [AA-2]” was skipped'])
  })

  it('fails a test that names no row, and leaves other brackets alone', () => {
    const found = verdicts([ran('does it [AA-1]'), ran('sends to [fe80::1] [AA-9] [sic]')])
    assert.deepEqual(found.problems, ['a test names AA-9, which is no row'])
  })

  it('fails verdict data that names no row', () => {
    const changed = { areas: [...data.areas, { reason: 'why', covers: ['AA-8'] }] }
    assert.deepEqual(verdicts([ran('[AA-1]')], changed).problems, ['the verdicts name AA-8, which is no row'])
  })

  it('keeps a row open whose tests prove only a part', () => {
    const found = verdicts([ran('does half [AA-1]')], { incomplete: { 'AA-1': 'the other half is missing' } })
    assert.equal(found.verdicts['AA-1'], 'not met')
    assert.equal(found.reasons['AA-1'], 'the other half is missing')
    assert.deepEqual(found.problems, [])
  })

  it('fails a test for a row that is said to be not applicable', () => {
    const found = verdicts([ran('[AA-1]'), ran('does it [AA-3]')])
    assert.deepEqual(found.problems, ['AA-3 is said to be not applicable, but “does it [AA-3]” names it'])
  })

  it('lists tests in the same order whatever order they ran in', () => {
    const tests = [ran('b [AA-1]'), ran('a [AA-1]', 'passed', 'test/b.test.ts'), ran('a [AA-1]')]
    const forwards = judge(rows, tests, data)
    assert.deepEqual(judge(rows, tests.toReversed(), data), forwards)
    assert.equal(judge(rows, [...tests, ...tests], data).judgements[0]?.tests.length, 3)
  })

  it('fails a row that stands twice', () => {
    const twice = judge([...rows, rows[0]!], [ran('[AA-1]')], data)
    assert.ok(twice.problems.includes('AA-1 stands twice in the rows'))
  })
})
