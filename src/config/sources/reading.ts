import { complaint, type ConfigError } from '../configError.ts'
import type { SettingKey } from '../definition.ts'
import { nearest } from '../nearest.ts'
import type { Origin } from '../origin.ts'

/** One thing that one source says about one setting, not yet looked at. */
export interface Given {
  readonly key: SettingKey
  /** Which of a numbered family, else null. */
  readonly number: number | null
  /** The port it is meant for, or null for all ports of its side (and for what is no port's own). */
  readonly port: string | null
  readonly text: string
  readonly origin: Origin
}

/** What one source says, with what is wrong in it. */
export interface Reading {
  readonly givens: readonly Given[]
  readonly errors: readonly ConfigError[]
  /** Lines about what works but should be written otherwise. */
  readonly notices: readonly string[]
}

/**
 * `kind` is what the source calls its names, `candidates` are those it has. `typed` is what to look for among them,
 * where that isn't just what was written.
 */
export function unknownName(
  origin: Origin,
  kind: string,
  candidates: readonly string[],
  typed = origin.spelling,
): ConfigError {
  const near = nearest(typed, candidates)
  const hint = near === null ? 'kd6 --help lists all' : `did you mean ${near}?`
  return complaint('UNKNOWN_NAME', origin, `unknown ${kind}; ${hint}`)
}

export function deprecation(origin: Origin, name: string): string {
  return `${origin.spelling} (${origin.source}): now called ${name}`
}
