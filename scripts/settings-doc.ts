/** Writes the documents that are generated from src/config: run it after a change there. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { groups, settingOf, type SettingGroup, type SettingKey } from '../src/config/definition.ts'
import { defaultText, wrapped } from '../src/config/describe.ts'
import { exitStatuses } from '../src/config/exitStatus.ts'
import { fileName, optionName, parameterName, shownName, variableName } from '../src/config/names.ts'

const ROOT = new URL('../', import.meta.url)
const MARKER = '<!-- Below this line, scripts/settings-doc.ts writes what src/config says. -->'

/** Path below the repository's root to text, for all generated documents. */
export async function documents(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/settings.md', await pretty(settingsDocument())],
    ['docs/exit-statuses.md', await pretty(exitStatusDocument())],
    ['docs/kd6.reference.toml', referenceConfiguration()],
  ])
}

/** The head of the document is written by hand and kept. */
function settingsDocument(): string {
  const [head = ''] = readFileSync(new URL('docs/settings.md', ROOT), 'utf8').split(MARKER)
  return [head + MARKER, ...groups.map(groupSection)].join('\n\n')
}

function groupSection({ title, keys }: SettingGroup): string {
  return [`## ${title}`, ...keys.map(settingSection)].join('\n\n')
}

function settingSection(key: SettingKey): string {
  const { help, type, scope, variable, source, inFile } = settingOf(key)
  const number = scope === 'numbered' ? 0 : null
  const names = [optionName(key, number), parameterName(key, number), variableName(key, number)]
  const fallback = defaultText(key)
  const lines = [
    `- names: ${names.map(code).join(', ')}${inFile === false ? '' : `; in the file ${code(fileName(key, number))}`}`,
    `- value: ${type.allowed}`,
    ...(type.unit === null ? [] : [`- unit: ${type.unit}`]),
    ...(fallback === null ? [] : [`- default: ${code(fallback)}`]),
    ...(variable === undefined ? [] : [`- RFC variable: ${code(variable)}`]),
    ...(source === undefined ? [] : [`- defined in: ${source}`]),
    ...(scope === 'wan' || scope === 'lan' ? [`- for each ${scope.toUpperCase()} port`] : []),
  ]
  return `### ${code(shownName(key, number))}\n\n${capital(help)}.\n\n${lines.join('\n')}`
}

function exitStatusDocument(): string {
  const rows = Object.entries(exitStatuses).map(
    ([name, { status, meaning }]) => `| ${status} | ${name} | ${meaning} |`,
  )
  return [
    '# Exit statuses',
    [
      'With what status `kd6` ends. A number keeps its meaning from release to release. Those from 64 to 78 mean what',
      'sysexits.h says, as far as it has a word for it. Any other number is not from kd6: those up to 13 are from Node,',
      'those from 126 up from the shell or a signal.',
    ].join('\n'),
    ['| status | name | meaning |', '| --: | --- | --- |', ...rows].join('\n'),
  ].join('\n\n')
}

function referenceConfiguration(): string {
  const head = [
    '# Reference configuration of kd6: every setting with its default, or an example where there is none.',
    '# Generated from the definition of the settings. Use it with: kd6 --config FILE',
  ]
  const example = [
    '# What holds for one port alone goes into a table of its own:',
    '#',
    '# [wan.wan0]',
    '# prefix-hint = 60',
    '#',
    '# [lan.lan0]',
    '# adv-link-mtu = 1492',
  ]
  const sections = groups.flatMap(({ title, keys }) => [[`# --- ${title} ---`], ...keys.map(referenceEntry)])
  const filled = sections.filter(lines => lines.length > 0)
  return `${[head, ...filled, example].map(lines => lines.join('\n')).join('\n\n')}\n`
}

function referenceEntry(key: SettingKey): readonly string[] {
  const { help, type, scope, variable, source, inFile, default: fallback, example } = settingOf(key)
  const value = example ?? fallback
  if (inFile === false || value === undefined) return []
  const about = [`${capital(help)}.`, ...(variable === undefined ? [] : [`${variable}.`])]
  const limits = [`Allowed: ${type.allowed}.`, ...(source === undefined ? [] : [`${source}.`])]
  const comment = [...wrapped(about.join(' '), 98, ''), ...wrapped(limits.join(' '), 98, '')]
  const number = scope === 'numbered' ? 0 : null
  return [...comment.map(line => `# ${line}`), `${fileName(key, number)} = ${tomlValue(key, value)}`]
}

function tomlValue(key: SettingKey, value: unknown): string {
  const { type } = settingOf(key)
  const text = type.format(value)
  if (typeof value === 'boolean') return String(value)
  if (type.fileKinds.includes('table') && text === '') return '{}'
  return type.fileKinds.includes('number') && /^\d+(\.\d+)?$/.test(text) ? text : JSON.stringify(text)
}

async function pretty(markdown: string): Promise<string> {
  const options = await resolveConfig(fileURLToPath(new URL('package.json', ROOT)))
  return format(markdown, { ...options, parser: 'markdown' })
}

function code(text: string): string {
  return `\`${text}\``
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of await documents()) writeFileSync(new URL(path, ROOT), text)
}
