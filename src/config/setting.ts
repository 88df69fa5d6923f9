import type { ValueType } from './valueType.ts'

/**
 * What a setting is about. A `wan` or `lan` setting holds for every port of its side and may be set for one port
 * alone; a `numbered` one is a family (`kd6_if_w0`, `kd6_if_w1`, …).
 */
export type Scope = 'global' | 'wan' | 'lan' | 'numbered'

/** Where `default` is left out, the setting has to be given. */
export interface Setting<T = unknown, S extends Scope = Scope> {
  readonly scope: S
  readonly type: ValueType<T>
  readonly default?: T
  /** One sentence without a full stop, in lower case; the first words say what it sets. */
  readonly help: string
  /** The RFCs' name of it; accepted as a spelling in the configuration file and as a long option. */
  readonly variable?: string
  /** Where it is defined: `RFC 4861 §6.2.1`. */
  readonly source?: string
  /** How messages spell it: as the module's parameter or as a long option. Every setting is accepted as both. */
  readonly shownAs?: 'parameter'
  /** Former names, in the form of a long option without its hyphens. */
  readonly deprecatedNames?: readonly string[]
  /** False for what only the command line and the environment can say. */
  readonly inFile?: false
  /** How many of a numbered family modinfo prints: as many as the kernel module took. */
  readonly listed?: number
  /** A value for the reference configuration where there is no default. */
  readonly example?: T
}

export type AnyDefinition = Readonly<Record<string, Setting>>

/** Names a setting's types, so that a group can be checked entry by entry. */
export function setting<const S extends Scope, const T>(entry: Setting<T, S>): Setting<T, S> {
  return entry
}
