import { complaint, quoted, type ConfigError } from '../configError.ts'
import { settingOf } from '../definition.ts'
import { fileName, settingNames, type NameIndex } from '../names.ts'
import type { Origin } from '../origin.ts'
import type { Setting } from '../setting.ts'
import { portName } from '../types/scalar.ts'
import { deprecation, unknownName, type Given, type Reading } from './reading.ts'

/** A TOML document, parsed. */
export type ConfigTree = Readonly<Record<string, unknown>>

/** A configuration file that was read, or the reason why not. */
export type ConfigFile =
  | { readonly path: string; readonly tree: ConfigTree }
  | { readonly path: string; readonly error: ConfigError }

/** Settings stand at the top; those of one port alone in `[wan.NAME]` and `[lan.NAME]`. */
export function readFile(file: ConfigFile, names: NameIndex = settingNames): Reading {
  if ('error' in file) return { givens: [], errors: [file.error], notices: [] }
  const reader = new FileReader(file.path, names)
  for (const [key, value] of Object.entries(file.tree)) {
    if ((key === 'wan' || key === 'lan') && isTable(value)) reader.readSide(key, value)
    else reader.readEntry([], key, value, null)
  }
  return reader
}

class FileReader implements Reading {
  readonly givens: Given[] = []
  readonly errors: ConfigError[] = []
  readonly notices: string[] = []
  readonly #path: string
  readonly #names: NameIndex

  constructor(path: string, names: NameIndex) {
    this.#path = path
    this.#names = names
  }

  readSide(side: 'wan' | 'lan', ports: ConfigTree): void {
    for (const [name, table] of Object.entries(ports)) {
      const parsed = portName.parse(name)
      if ('refused' in parsed) {
        this.#complain([side, name], `behind ${side}. must be ${parsed.refused}`)
      } else if (!isTable(table)) {
        this.#complain([side, name], `must be a table, [${side}.${quoted(name)}], of settings for that port`)
      } else {
        for (const [key, value] of Object.entries(table)) {
          this.readEntry([side, name], key, value, { side, name })
        }
      }
    }
  }

  readEntry(
    above: readonly string[],
    key: string,
    value: unknown,
    port: { readonly side: 'wan' | 'lan'; readonly name: string } | null,
  ): void {
    const origin = this.#origin([...above, key])
    const named = this.#names.find(key)
    if (named === null) {
      this.errors.push(unknownName(origin, 'key', this.#candidates(above)))
      return
    }
    const entry = settingOf(named.key)
    if (entry.inFile === false) {
      this.#complain([...above, key], "can't be said in a configuration file")
      return
    }
    if (port !== null && entry.scope !== port.side) {
      this.#complain(
        [...above, key],
        `isn't set for one ${port.side.toUpperCase()} port alone; it belongs at the top of the file`,
      )
      return
    }
    if (named.insteadOf !== null) this.notices.push(deprecation(origin, named.insteadOf))
    const text = textOf(entry.type, value)
    if (text === null) {
      const problem = `must be ${entry.type.allowed}, as a ${entry.type.fileKinds.join(' or ')}`
      this.errors.push(complaint('BAD_VALUE', origin, problem))
      return
    }
    this.givens.push({ key: named.key, number: named.number, port: port?.name ?? null, text, origin })
  }

  #candidates(above: readonly string[]): readonly string[] {
    return this.#names.names.flatMap(name => {
      const named = this.#names.find(name)
      return named === null ? [] : [[...above, fileName(named.key, named.number)].join('.')]
    })
  }

  #origin(keys: readonly string[]): Origin {
    return { source: 'file', path: this.#path, spelling: keys.join('.') }
  }

  #complain(keys: readonly string[], problem: string): void {
    this.errors.push(complaint('BAD_FILE', this.#origin(keys), problem))
  }
}

/** The value as someone would type it on a command line; null when it is of a kind that the setting doesn't take. */
function textOf(type: Setting['type'], value: unknown): string | null {
  const { fileKinds } = type
  if (Array.isArray(value)) return fileKinds.includes('array') ? joined(value.map(scalarText)) : null
  if (isTable(value)) {
    if (!fileKinds.includes('table')) return null
    return joined(Object.entries(value).map(([key, item]) => prefixed(key, scalarText(item))))
  }
  const kind = typeof value === 'bigint' ? 'number' : typeof value
  return fileKinds.some(taken => taken === kind) ? scalarText(value) : null
}

function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value).toLowerCase()
  return null
}

function prefixed(key: string, text: string | null): string | null {
  return text === null ? null : `${key}=${text}`
}

/** Null where an item is no scalar, or has the comma that would make two of it. */
function joined(texts: readonly (string | null)[]): string | null {
  return texts.some(text => text === null || text.includes(',')) ? null : texts.join(',')
}

function isTable(value: unknown): value is ConfigTree {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
