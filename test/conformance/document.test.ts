import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readConformance, renderConformance, type WrittenRow } from './document.ts'
import { judge, reasonFor } from './judge.ts'
import { readMochaReport } from './results.ts'
import { section } from './row.ts'
import { rows, sections } from './rows/index.ts'
import * as verdicts from './verdicts.ts'

const STALE = 'docs/conformance.md is stale: run npm run conformance'

describe('docs/conformance.md', () => {
  let written: readonly WrittenRow[]
  before(() => {
    written = readConformance(readFileSync('docs/conformance.md', 'utf8'))
  })

  it('shows every row as the data has it', () => {
    const expected = readConformance(renderConformance(sections, judge(rows, [], verdicts).judgements))
    const facts = (list: readonly WrittenRow[]) =>
      list.map(({ id, requirement, level, roles }) => ({ id, requirement, level, roles }))
    assert.deepEqual(facts(written), facts(expected), STALE)
  })

  it('gives the reasons that the verdict data gives', () => {
    for (const [index, row] of rows.entries()) {
      const { verdict, proof } = written[index] ?? assert.fail(STALE)
      const exempt = verdicts.notApplicable[row.id]
      const reason = exempt ?? verdicts.incomplete[row.id] ?? reasonFor(row, verdicts.areas)
      if (exempt !== undefined) assert.equal(verdict, 'not applicable', `${row.id}: ${STALE}`)
      else if (verdicts.incomplete[row.id] !== undefined)
        assert.equal(verdict, 'not met', `${row.id}: ${STALE}`)
      if (verdict === 'met') assert.match(proof, /^`test\//, row.id)
      else assert.equal(proof.split('<br>')[0], reason, `${row.id}: ${STALE}`)
    }
  })
})

describe('the requirements', () => {
  it('all have a verdict before any test ran', () => {
    assert.deepEqual(judge(rows, [], verdicts).problems, [])
  })

  it('hold for each id a demand, a source and a role', () => {
    for (const row of rows) {
      assert.match(row.id, /^[A-Z]+-[\w/-]+$/)
      assert.ok(row.requirement.length > 0 && row.source.length > 0 && row.roles.length > 0, row.id)
    }
  })
})

describe('the page of conformance', () => {
  const { rows: sample } = section('sample', [['AA-1', 'RFC 1', 'x < y | z', 'MUST', 'RR', 'SR']])
  const report = JSON.stringify({
    passes: [{ fullTitle: 'suite does <it> | well [AA-1]', file: '/repo/test/a.test.ts' }],
    failures: [],
    pending: [],
  })

  it('shows a row with its tests, safe for Markdown', () => {
    const { judgements } = judge(sample, readMochaReport(report, '/repo'), verdicts)
    const text = renderConformance([{ title: 'sample', rows: sample }], judgements)
    assert.deepEqual(readConformance(text), [
      {
        id: 'AA-1',
        requirement: 'x &lt; y | z (RFC 1)',
        level: 'MUST',
        roles: 'RR, SR',
        verdict: 'met',
        proof: '`test/a.test.ts`: suite does &lt;it> | well',
      },
    ])
  })

  it('shows the first tests of a row that many prove', () => {
    const passes = [1, 2, 3, 4, 5, 6].map(n => ({
      fullTitle: `case ${n} [AA-1]`,
      file: '/repo/test/a.test.ts',
    }))
    const many = JSON.stringify({ passes, failures: [], pending: [] })
    const { judgements } = judge(sample, readMochaReport(many, '/repo'), verdicts)
    const [row] = readConformance(renderConformance([{ title: 'sample', rows: sample }], judgements))
    assert.deepEqual(row!.proof.split('<br>').slice(3), ['`test/a.test.ts`: case 4', 'and 2 more'])
  })

  it('refuses what mocha did not write', () => {
    assert.throws(() => readMochaReport('{"stats":{}}', '/repo'), SyntaxError)
  })
})
