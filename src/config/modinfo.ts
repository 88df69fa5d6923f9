import { about } from './about.ts'
import { settingKeys, settingOf, type SettingKey } from './definition.ts'
import { defaultText } from './describe.ts'
import { parameterName } from './names.ts'

/** modinfo starts every value in the same column. */
const VALUE_COLUMN = 16

/** What modinfo prints of a module: a line for each field and each parameter, with a line end. */
export function modinfoText(filename: string, version: string): string {
  const fields: readonly (readonly [name: string, value: string])[] = [
    ['filename', filename],
    ['license', about.license],
    ['author', about.author],
    ['description', about.description],
    ['version', version],
    ...settingKeys.flatMap(parameters).map(text => ['parm', text] as const),
  ]
  return fields.map(([name, value]) => `${`${name}:`.padEnd(VALUE_COLUMN)}${value}\n`).join('')
}

function parameters(key: SettingKey): readonly string[] {
  const { type, help, listed } = settingOf(key)
  const fallback = defaultText(key)
  const text = `${help}${fallback === null ? '' : `; default ${fallback}`} (${type.moduleType})`
  const numbers = listed === undefined ? [null] : Array.from({ length: listed }, (_, number) => number)
  return numbers.map(number => `${parameterName(key, number)}:${text}`)
}
