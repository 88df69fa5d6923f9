import { definition, type SettingKey } from './definition.ts'
import type { AnyDefinition } from './setting.ts'

/** One setting as someone spelled it: its key and, in a numbered family, which of them. */
export interface Named<Key extends string = SettingKey> {
  readonly key: Key
  readonly number: number | null
  /** The name to use instead, when this one is out of date. */
  readonly insteadOf: string | null
}

/** Finds settings by their names, in any of their forms. */
export interface NameIndex<Key extends string = SettingKey> {
  /** `mode`, `kd6_mode`, `if-w0`, `max-rtr-adv-interval`, `MaxRtrAdvInterval`; null when there is none such. */
  find(spelling: string): Named<Key> | null
  /** Every present name as a long option without hyphens in front; a numbered family shows its first. */
  readonly names: readonly string[]
}

/** `solicitMaxDelay` as `solicit-max-delay`: the form all other spellings are made from. */
export function hyphenated(key: string): string {
  return key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}

export function parameterName(key: string, number: number | null = null): string {
  return `kd6_${hyphenated(key).replaceAll('-', '_')}${number ?? ''}`
}

export function optionName(key: string, number: number | null = null): string {
  return `--${hyphenated(key)}${number ?? ''}`
}

export function variableName(key: string, number: number | null = null): string {
  return parameterName(key, number).toUpperCase()
}

/** The name that messages and documents use where nobody has typed one. */
export function shownName(key: SettingKey, number: number | null = null): string {
  const entry: AnyDefinition[string] = definition[key]
  return entry.shownAs === 'parameter' ? parameterName(key, number) : optionName(key, number)
}

/** The name in the configuration file's own style: a long option without its hyphens, or the module's parameter. */
export function fileName(key: SettingKey, number: number | null = null): string {
  return shownName(key, number).replace(/^--/, '')
}

export function indexNames<D extends AnyDefinition>(settings: D): NameIndex<keyof D & string> {
  const single = new Map<string, Named<keyof D & string>>()
  const families = new Map<string, keyof D & string>()
  for (const [key, entry] of Object.entries(settings)) {
    const name = hyphenated(key)
    if (entry.scope === 'numbered') {
      families.set(name, key)
      continue
    }
    const named = { key, number: null, insteadOf: null }
    single.set(name, named)
    if (entry.variable !== undefined) single.set(entry.variable, named)
    for (const old of entry.deprecatedNames ?? []) single.set(old, { ...named, insteadOf: name })
  }
  return {
    find(spelling) {
      const known = single.get(spelling)
      if (known !== undefined) return known
      const name = spelling.replace(/^kd6[_-]/, '').replaceAll('_', '-')
      return single.get(name) ?? findNumbered(families, name)
    },
    names: Object.entries(settings).map(
      ([key, { scope }]) => `${hyphenated(key)}${scope === 'numbered' ? '0' : ''}`,
    ),
  }
}

function findNumbered<Key extends string>(
  families: ReadonlyMap<string, Key>,
  name: string,
): Named<Key> | null {
  const match = /^(.*?)(0|[1-9]\d{0,4})$/.exec(name)
  const key = match === null ? undefined : families.get(match[1]!)
  return key === undefined ? null : { key, number: Number(match![2]), insteadOf: null }
}

export const settingNames: NameIndex = indexNames(definition)
