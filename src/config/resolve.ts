import { badValue, type ConfigError } from './configError.ts'
import { settingOf, type SettingKey } from './definition.ts'
import { shownName } from './names.ts'
import { isStronger, type Origin } from './origin.ts'
import type { Given } from './sources/reading.ts'

/** A setting's final value and who said it. */
export interface Resolved {
  readonly value: unknown
  readonly origin: Origin
}

/** The strongest word on each setting: command line, then environment, then file, then default. */
export interface Resolution {
  /** Whether none of these was given a value that isn't allowed; one that was resolves as if not given. */
  sound(...keys: readonly SettingKey[]): boolean
  /**
   * The value for `port`, or for all ports of its side. The stronger source wins even when it speaks of all ports
   * and the weaker one of this port; in one source, what is said of the port wins. Null: required and not given.
   */
  get(key: SettingKey, port?: string): Resolved | null
  /** The members of a numbered family that were given, by number. */
  family(key: SettingKey): readonly (Resolved & { readonly number: number })[]
  /** The ports that have a setting of their own, with the first place that says so. */
  ports(scope: 'wan' | 'lan'): ReadonlyMap<string, Origin>
}

interface Entry extends Resolved {
  readonly given: Given
}

export function resolve(givens: readonly Given[]): {
  readonly resolution: Resolution
  readonly errors: readonly ConfigError[]
} {
  const entries = new Map<string, Entry>()
  const refused = new Set<SettingKey>()
  const errors: ConfigError[] = []
  for (const given of gather(givens)) {
    const parsed = settingOf(given.key).type.parse(given.text)
    if ('refused' in parsed) {
      refused.add(given.key)
      errors.push(badValue(given.origin, given.text, parsed.refused))
      continue
    }
    const slot = slotOf(given.key, given.number, given.port)
    const other = entries.get(slot)
    if (other === undefined || isStronger(given.origin, other.origin)) {
      entries.set(slot, { value: parsed.value, origin: given.origin, given })
    }
  }
  return { resolution: new Entries(entries, refused), errors }
}

/** One entry for each setting and source: the last that was said, or all of it where occurrences add up. */
function gather(givens: readonly Given[]): Iterable<Given> {
  const gathered = new Map<string, Given>()
  for (const given of givens) {
    const id = `${given.origin.source} ${slotOf(given.key, given.number, given.port)}`
    const before = gathered.get(id)
    const addsUp = before !== undefined && settingOf(given.key).type.repeatable
    gathered.set(id, addsUp ? { ...given, text: `${before.text},${given.text}` } : given)
  }
  return gathered.values()
}

function slotOf(key: SettingKey, number: number | null, port: string | null): string {
  return `${key}#${number ?? ''}@${port ?? ''}`
}

class Entries implements Resolution {
  readonly #entries: ReadonlyMap<string, Entry>

  readonly #refused: ReadonlySet<SettingKey>

  constructor(entries: ReadonlyMap<string, Entry>, refused: ReadonlySet<SettingKey>) {
    this.#entries = entries
    this.#refused = refused
  }

  sound(...keys: readonly SettingKey[]): boolean {
    return !keys.some(key => this.#refused.has(key))
  }

  get(key: SettingKey, port?: string): Resolved | null {
    const general = this.#entries.get(slotOf(key, null, null)) ?? defaultOf(key)
    const own = port === undefined ? undefined : this.#entries.get(slotOf(key, null, port))
    if (own === undefined || general === null) return own ?? general
    return isStronger(general.origin, own.origin) ? general : own
  }

  family(key: SettingKey): readonly (Resolved & { readonly number: number })[] {
    return [...this.#entries.values()]
      .filter(({ given }) => given.key === key && given.number !== null)
      .map(({ value, origin, given }) => ({ value, origin, number: given.number! }))
      .sort((a, b) => a.number - b.number)
  }

  ports(scope: 'wan' | 'lan'): ReadonlyMap<string, Origin> {
    const ports = new Map<string, Origin>()
    for (const { given, origin } of this.#entries.values()) {
      const mine = given.port !== null && settingOf(given.key).scope === scope
      if (mine && !ports.has(given.port)) ports.set(given.port, origin)
    }
    return ports
  }
}

function defaultOf(key: SettingKey): Resolved | null {
  const entry = settingOf(key)
  if (!('default' in entry)) return null
  return { value: entry.default, origin: { source: 'default', spelling: shownName(key) } }
}
