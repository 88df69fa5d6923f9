import type { Instant } from '../src/values/time.ts'

/**
 * The effects of a machine: name to parameters. A machine only names an effect and says its parameters; a driver in
 * src/roles carries it out through ports. An effect never throws back into the machine: where its failure matters,
 * the table at the machine names the event that reports it.
 */
export type EffectParameters = object

/** An effect as data, as a driver gets it. */
export type Effect<Effects> = {
  [Name in keyof Effects & string]: { readonly type: Name } & Effects[Name]
}[keyof Effects & string]

type EffectActions<Effects> = {
  [Name in keyof Effects & string]: (args: unknown, parameters: Effects[Name]) => void
}

/**
 * The stub actions that `setup` wants. Each throws: a machine run without a driver that collects its effects ends in
 * status `error` instead of quietly doing nothing.
 */
export function unwired<Effects>(names: readonly (keyof Effects & string)[]): EffectActions<Effects> {
  return collectInto<Effects>(names, effect => {
    throw new Error(`effect ${effect.type} has no driver`)
  })
}

/** Actions for `machine.provide` that hand each effect to `collect`, in the order the chart gives. */
export function collectInto<Effects>(
  names: readonly (keyof Effects & string)[],
  collect: (effect: Effect<Effects>) => void,
): EffectActions<Effects> {
  const actions: Partial<EffectActions<Effects>> = {}
  for (const name of names) {
    actions[name] = (_args, parameters) => {
      collect({ type: name, ...parameters })
    }
  }
  return actions as EffectActions<Effects>
}

/**
 * Deadlines are absolute and have names; arming a name again moves it. The driver brings a deadline back as
 * `{ type: 'DEADLINE', name, at }` at or after its instant, and never after `disarm`.
 */
export interface DeadlineEffects<Name extends string> {
  arm: { readonly name: Name; readonly at: Instant }
  disarm: { readonly name: Name }
}

export interface DeadlineEvent<Name extends string> {
  readonly type: 'DEADLINE'
  readonly name: Name
  /** The present, not the deadline's own instant, which may lie before it. */
  readonly at: Instant
}
