import { relative } from 'node:path'

/** One test of a run, as far as conformance cares. */
export interface TestResult {
  /** With the titles of its suites. */
  readonly title: string
  /** Relative to the repository. */
  readonly file: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
}

interface MochaTest {
  readonly fullTitle: string
  readonly file?: string
}

/** What mocha's JSON reporter writes. */
interface MochaReport {
  readonly passes: readonly MochaTest[]
  readonly failures: readonly MochaTest[]
  readonly pending: readonly MochaTest[]
}

/** Reads what mocha's JSON reporter wrote. @throws SyntaxError for anything else */
export function readMochaReport(text: string, root: string): readonly TestResult[] {
  const report = JSON.parse(text) as Partial<MochaReport>
  if (!report.passes || !report.failures || !report.pending) throw new SyntaxError('no report of mocha')
  const take = (tests: readonly MochaTest[], outcome: TestResult['outcome']) =>
    tests.map(test => ({ title: test.fullTitle, file: test.file ? relative(root, test.file) : '', outcome }))
  return [
    ...take(report.passes, 'passed'),
    ...take(report.failures, 'failed'),
    ...take(report.pending, 'skipped'),
  ]
}

/** The row ids that a title names in square brackets. */
export function rowIdsIn(title: string): readonly string[] {
  return [...title.matchAll(/\[([A-Z]{2,}-[A-Za-z0-9][\w/-]*)\]/g)].map(match => match[1]!)
}

/** A title without its row ids. */
export function withoutRowIds(title: string): string {
  return rowIdsIn(title)
    .reduce((text, id) => text.replace(`[${id}]`, ''), title)
    .replace(/\s+/g, ' ')
    .trim()
}
