/** What a value type makes of a text: the value, or what is allowed instead, worded to follow `must be`. */
export type Parsed<T> = { readonly value: T } | { readonly refused: string }

/** How TOML may write a value. */
export type FileKind = 'string' | 'number' | 'boolean' | 'array' | 'table'

/**
 * One kind of value that people type: how it is read, written, described. Every source of settings hands over text;
 * the configuration file's numbers and booleans are turned into text first, when `fileKinds` has their kind.
 */
export interface ValueType<T> {
  /** `SECONDS`, for synopses. */
  readonly placeholder: string
  /** What is allowed, worded to follow `must be`: `an integer from 0 to 255`. */
  readonly allowed: string
  /** The unit of a number without one, `s`; null for what has none. */
  readonly unit: string | null
  /** `4 to 65535`; null where the placeholder says it all. */
  readonly range: string | null
  /** The type that modinfo prints behind the parameter. */
  readonly moduleType: 'int' | 'charp' | 'bool'
  readonly fileKinds: readonly FileKind[]
  /** Whether several occurrences in one source add up (joined by commas); otherwise the last one counts. */
  readonly repeatable: boolean
  parse(text: string): Parsed<T>
  /** The canonical text of a value; `parse` gives the same value back. */
  format(value: T): string
}

export function orAny(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)!}`
}
