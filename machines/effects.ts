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

/** A chart steps to completion within one call, so who collects its effects can be a matter of that call. */
let collector: ((effect: { readonly type: string }) => void) | null = null

/**
 * The actions that `setup` wants: each hands its effect, as data, to whoever is {@link collecting}. Where nobody is, it
 * throws: a machine run without a driver ends in status `error` instead of quietly doing nothing.
 */
export function effectActions<Effects>(names: readonly (keyof Effects & string)[]): EffectActions<Effects> {
  const actions: Partial<EffectActions<Effects>> = {}
  for (const name of names) {
    actions[name] = (_args, parameters) => {
      if (collector === null) throw new Error(`effect ${name} has no driver`)
      collector({ type: name, ...parameters })
    }
  }
  return actions as EffectActions<Effects>
}

/**
 * Runs `step` and returns the effects that it asks for, in the order of the chart. Every instance of a machine shares
 * the machine itself, which `provide` would build anew for each.
 */
export function collecting<Effects>(step: () => void): readonly Effect<Effects>[] {
  const outer = collector
  const effects: Effect<Effects>[] = []
  collector = effect => {
    effects.push(effect as Effect<Effects>)
  }
  try {
    step()
  } finally {
    collector = outer
  }
  return effects
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
