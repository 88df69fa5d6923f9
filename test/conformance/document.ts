import type { Judgement } from './judge.ts'
import { withoutRowIds, type TestResult } from './results.ts'
import type { Level, Section } from './row.ts'

const VERDICTS = ['met', 'not met', 'not applicable'] as const
const LEVELS: readonly Level[] = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY', 'advice', 'none']

/** A row that a whole table of tests proves shows the first of them. */
const SHOWN_TESTS = 4

const HEAD = `# Conformance

What kd6 must do, row by row, and what proves it. \`npm run conformance\` writes this page from a run of the tests; a
test proves a row by naming its id in square brackets. A row is **met** when tests name it and all of them pass, **not
met** for the reason given, **not applicable** only where another part of the system owns the matter or kd6 does not
build it. Requirements are in our own words: the cited section decides. Roles: RR requesting router, SR delegating
router and server, CT client, RA router advertiser, RLY relay agent. Level \`advice\` is demanded by no RFC.
`

/** The text of docs/conformance.md. */
export function renderConformance(sections: readonly Section[], judgements: readonly Judgement[]): string {
  const byId = new Map(judgements.map(judgement => [judgement.row.id, judgement]))
  const parts = sections.map(section => {
    const lines = section.rows.flatMap(row => {
      const judgement = byId.get(row.id)
      return judgement ? [renderRow(judgement)] : []
    })
    return `## ${section.title}\n\n${table(['row', 'requirement', 'level', 'role', 'verdict', 'tests or reason'], lines)}`
  })
  return [HEAD, renderSummary(judgements), ...parts].join('\n')
}

function renderRow(judgement: Judgement): readonly string[] {
  const { row, verdict, reason, tests } = judgement
  const last = [...(reason === undefined ? [] : [reason]), ...renderTests(tests)].map(plain)
  const requirement = plain(`${row.requirement} (${row.source})`)
  return [row.id, requirement, row.level, row.roles.join(', '), verdict, last.join('<br>')]
}

function renderTests(tests: readonly TestResult[]): readonly string[] {
  const more = tests.length - SHOWN_TESTS
  const shown = tests.slice(0, SHOWN_TESTS).map(renderTest)
  return more > 0 ? [...shown, `and ${more} more`] : shown
}

function renderTest(test: TestResult): string {
  const outcome = test.outcome === 'passed' ? '' : ` (${test.outcome})`
  return `\`${test.file}\`: ${withoutRowIds(test.title)}${outcome}`
}

function renderSummary(judgements: readonly Judgement[]): string {
  const count = (level: Level, verdict: string) =>
    judgements.filter(each => each.row.level === level && each.verdict === verdict).length
  const lines = LEVELS.map(level => [level, ...VERDICTS.map(verdict => String(count(level, verdict)))])
  const all = VERDICTS.map(verdict => String(judgements.filter(each => each.verdict === verdict).length))
  return table(['level', ...VERDICTS], [...lines, ['all', ...all]])
}

function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escape).join(' | ')} |\n`
  return line(heads) + line(heads.map(() => '---')) + lines.map(line).join('')
}

function escape(cell: string): string {
  return cell.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')
}

/** Text that a Markdown reader must not take for HTML. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** A row as the page shows it. */
export interface WrittenRow {
  readonly id: string
  readonly requirement: string
  readonly level: string
  readonly roles: string
  readonly verdict: string
  readonly proof: string
}

/** The rows of a written page, for the test that it is not stale. */
export function readConformance(text: string): readonly WrittenRow[] {
  return text.split('\n').flatMap(line => {
    const cells = line.split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|'))
    const [, id, requirement, level, roles, verdict, proof] = cells
    if (cells.length !== 8 || id === undefined || !/^[A-Z]+-/.test(id)) return []
    return [
      {
        id,
        requirement: requirement!,
        level: level!,
        roles: roles!,
        verdict: verdict!,
        proof: proof!,
      },
    ]
  })
}
