import type { Seconds } from '../values/time.ts'
import { formatConfigError, type ConfigError } from './configError.ts'
import { brokenLanRules, sharedSubnets } from './crossRules.ts'
import { settingKeys, settingOf, type SettingKey, type ValuesOf } from './definition.ts'
import { shownName } from './names.ts'
import type { Origin } from './origin.ts'
import { selectPorts, type PortSelection } from './portSelection.ts'
import { resolve, type Resolution } from './resolve.ts'
import type { Scope } from './setting.ts'
import type { Given } from './sources/reading.ts'

export type WanSettings = ValuesOf<'wan'>

export interface LanSettings extends Omit<ValuesOf<'lan'>, 'minRtrAdvInterval'> {
  readonly minRtrAdvInterval: Seconds
}

/** Values for all ports of a side, and whole sets for the ports that differ. */
export interface PerPort<T> {
  readonly every: T
  readonly byPort: ReadonlyMap<string, T>
}

/** These have done their work when the ports are selected and the file is read. */
const SPENT = ['wanIfMode', 'lanIfMode', 'config'] as const

type Global = Omit<ValuesOf<'global'>, (typeof SPENT)[number]>

/** Everything the daemon is told, validated: times in seconds (AdvReachableTime, AdvRetransTimer in milliseconds). */
export interface Settings extends Global {
  readonly wanPorts: PortSelection
  readonly lanPorts: PortSelection
  readonly wan: PerPort<WanSettings>
  readonly lan: PerPort<LanSettings>
}

/** Settings with where each came from. */
export interface Configuration {
  readonly settings: Settings
  /** Who said it: for `port`, or for all ports of the side; null for a mode that nobody gave. */
  readonly originOf: (key: SettingKey, port?: string) => Origin | null
}

export function forPort<T>(perPort: PerPort<T>, port: string): T {
  return perPort.byPort.get(port) ?? perPort.every
}

/**
 * All that is wrong, or the settings. `complete` says that nothing else was meant: while a source holds something that
 * wasn't understood, nothing is said to be missing.
 */
export function readSettings(
  givens: readonly Given[],
  complete: boolean,
): { readonly configuration: Configuration } | { readonly errors: readonly ConfigError[] } {
  const { resolution, errors: badValues } = resolve(givens)
  const { wan, lan, errors: portErrors } = selectPorts(resolution, complete)
  const errors = [
    ...badValues,
    ...(complete ? missing(resolution) : []),
    ...portErrors,
    ...sharedSubnets(resolution),
    ...[undefined, ...resolution.ports('lan').keys()].flatMap(port =>
      brokenLanRules(valuesOf('lan', resolution, port), resolution, port),
    ),
  ]
  if (errors.length > 0) return { errors: distinct(errors) }
  const settings: Settings = {
    ...globalValues(resolution),
    wanPorts: wan,
    lanPorts: lan,
    wan: perPort(resolution, 'wan', port => valuesOf('wan', resolution, port)),
    lan: perPort(resolution, 'lan', port => lanSettings(valuesOf('lan', resolution, port))),
  }
  return { configuration: { settings, originOf: (key, port) => resolution.get(key, port)?.origin ?? null } }
}

/** The values of one scope. A required one that is missing is an error, which keeps the result from being used. */
function valuesOf<S extends Scope>(scope: S, resolution: Resolution, port?: string): ValuesOf<S> {
  const keys = settingKeys.filter(key => settingOf(key).scope === scope)
  return Object.fromEntries(keys.map(key => [key, resolution.get(key, port)?.value])) as ValuesOf<S>
}

function globalValues(resolution: Resolution): Global {
  const entries = Object.entries(valuesOf('global', resolution))
  return Object.fromEntries(entries.filter(([key]) => !SPENT.some(spent => spent === key))) as Global
}

function perPort<T>(resolution: Resolution, side: 'wan' | 'lan', read: (port?: string) => T): PerPort<T> {
  const byPort = [...resolution.ports(side).keys()].map(port => [port, read(port)] as const)
  return { every: read(), byPort: new Map(byPort) }
}

/** RFC 4861 §6.2.1: the default of MinRtrAdvInterval depends on MaxRtrAdvInterval. */
function lanSettings(values: ValuesOf<'lan'>): LanSettings {
  const { minRtrAdvInterval: min, maxRtrAdvInterval: max } = values
  return { ...values, minRtrAdvInterval: min === 'auto' ? (max >= 9 ? 0.33 * max : max) : min }
}

function missing(resolution: Resolution): ConfigError[] {
  return settingKeys.flatMap(key => {
    const { scope, type } = settingOf(key)
    if (scope === 'numbered' || !resolution.sound(key) || resolution.get(key) !== null) return []
    return [
      {
        code: 'MISSING_VALUE',
        subject: shownName(key),
        where: null,
        problem: `missing; must be ${type.allowed}`,
      },
    ]
  })
}

/** What holds for all ports is found once for each of them. */
function distinct(errors: readonly ConfigError[]): readonly ConfigError[] {
  return [...new Map(errors.map(error => [formatConfigError(error), error])).values()]
}
