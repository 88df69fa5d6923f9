import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { renderConformance } from '../test/conformance/document.ts'
import { judge } from '../test/conformance/judge.ts'
import { readMochaReport } from '../test/conformance/results.ts'
import { rows, sections } from '../test/conformance/rows/index.ts'
import * as verdicts from '../test/conformance/verdicts.ts'

const USAGE = `usage: npm run conformance -- [--results FILE]... [--check]

Runs every test and writes docs/conformance.md. Tests that need root run only as root.
  --results FILE  take this report of mocha's JSON reporter, or several, instead of running the tests
  --check         write nothing; fail if docs/conformance.md would change
`

const root = resolve(import.meta.dirname, '..')
const page = join(root, 'docs/conformance.md')

/** Milliseconds; a suite that loops must not hang a build. */
const TIME_LIMIT = 30 * 60_000

/**
 * Runs mocha and returns its JSON report, if it came to one. Its exit status is of no interest here: failures are in
 * the report.
 */
function runTests(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'kd6-conformance-'))
  const report = join(folder, 'report.json')
  const withoutRoot = process.getuid?.() === 0 ? [] : ['--ignore', 'test/**/*.root.test.ts']
  if (withoutRoot.length > 0) say('not root: rows that only root tests prove will not be met')
  try {
    const reporter = ['--reporter', 'json', '--reporter-option', `output=${report}`]
    const args = [
      join(root, 'node_modules/mocha/bin/mocha.js'),
      'test/**/*.test.ts',
      ...reporter,
      ...withoutRoot,
    ]
    spawnSync(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: TIME_LIMIT,
    })
    return existsSync(report) ? [readFileSync(report, 'utf8')] : []
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function say(line: string): void {
  process.stderr.write(`conformance: ${line}\n`)
}

function main(): number {
  const { values } = parseArgs({
    options: {
      results: { type: 'string', multiple: true },
      check: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const reports = values.results?.map(file => readFileSync(file, 'utf8')) ?? runTests()
  if (reports.length === 0) {
    say('mocha ended without a report')
    return 1
  }
  const tests = reports.flatMap(report => readMochaReport(report, root))
  const { judgements, problems } = judge(rows, tests, verdicts)
  const text = renderConformance(sections, judgements)
  const stale = values.check === true && readFileSync(page, 'utf8') !== text
  if (values.check !== true) writeFileSync(page, text)
  for (const problem of problems) say(problem)
  if (stale) say('docs/conformance.md is stale: run npm run conformance')
  const met = judgements.filter(judgement => judgement.verdict === 'met').length
  const failed = tests.filter(test => test.outcome === 'failed').length
  say(`${met} of ${rows.length} rows met; ${tests.length} tests ran, ${failed} failed`)
  return stale || problems.length > 0 ? 1 : 0
}

process.exitCode = main()
