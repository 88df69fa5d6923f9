import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Adds up what scripts/test has noted in its folder: mocha's JSON reports, and a word for each check. Prints the
 * closing line; the exit status is 1 when anything failed, and in CI when anything was skipped.
 */
interface Sum {
  passed: number
  failed: number
  skipped: number
}

interface MochaReport {
  readonly stats: { readonly passes: number; readonly failures: number; readonly pending: number }
}

const directory = process.argv[2]!
const sum: Sum = { passed: 0, failed: 0, skipped: 0 }
const checks = existsSync(join(directory, 'checks')) ? readFileSync(join(directory, 'checks'), 'utf8') : ''
for (const word of checks.trim().split('\n')) {
  if (word === 'passed') sum.passed++
  else sum.failed++
}
for (const file of readdirSync(directory).filter(name => name.endsWith('.json'))) {
  const { stats } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as MochaReport
  sum.passed += stats.passes
  sum.failed += stats.failures
  sum.skipped += stats.pending
}
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed${skipped}\n`)
const skippedInCi = sum.skipped > 0 && process.env['CI'] === 'true'
process.exitCode = sum.failed > 0 || skippedInCi ? 1 : 0
