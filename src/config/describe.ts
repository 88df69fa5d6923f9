import { settingOf, type SettingKey } from './definition.ts'
import { optionName, parameterName } from './names.ts'

/** `600 s`, `auto`, `yes`; null where there is no default, or one that is nothing. */
export function defaultText(key: SettingKey): string | null {
  const { type, default: value } = settingOf(key)
  if (value === undefined || value === null) return null
  const text = type.format(value)
  if (text === '') return null
  return type.unit !== null && /^[\d.]+$/.test(text) ? `${text} ${type.unit}` : text
}

/** How it is written on a command line: `--max-rtr-adv-interval[@PORT] SECONDS`, `kd6_mode=…`, `--dry-run[=yes|no]`. */
export function synopsis(key: SettingKey): string {
  const { scope, shownAs, type } = settingOf(key)
  if (shownAs === 'parameter') {
    const number = scope === 'numbered' ? 0 : null
    const more = scope === 'numbered' ? `, ${parameterName(key, 1)}=…` : ''
    return `${parameterName(key, number)}=${type.placeholder}${more}`
  }
  const port = scope === 'wan' || scope === 'lan' ? '[@PORT]' : ''
  const value = type.moduleType === 'bool' ? `[=${type.placeholder}]` : ` ${type.placeholder}`
  return `${optionName(key)}${port}${value}`
}

/** What stands behind the help text: range, default, RFC variable and source; empty when there is nothing to say. */
export function remarks(key: SettingKey): readonly string[] {
  const { type, variable, source } = settingOf(key)
  const fallback = defaultText(key)
  return [
    ...(type.range === null ? [] : [type.range]),
    ...(fallback === null ? [] : [`default ${fallback}`]),
    ...(variable === undefined ? [] : [variable]),
    ...(source === undefined ? [] : [source]),
  ]
}

/** Breaks `text` into lines of at most `width` columns, each behind `indent`; a number stays with its word. */
export function wrapped(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(/ (?=[^\d\u00a7])/)) {
    const longer = line === indent ? indent + word : `${line} ${word}`
    if (longer.length > width && line !== indent) {
      lines.push(line)
      line = indent + word
    } else line = longer
  }
  return [...lines, line]
}
