import { portSettings } from './settings/ports.ts'
import { processSettings } from './settings/process.ts'
import { downstreamSettings, upstreamSettings } from './settings/requestingRouter.ts'
import { advertisedSettings, advertisingSettings } from './settings/routerAdvertisement.ts'
import type { AnyDefinition, Scope, Setting } from './setting.ts'

/**
 * Every setting there is, by key. Parameters, options, environment variables, the configuration file, modinfo,
 * help, the settings document and all errors come from here.
 */
export const definition = {
  ...portSettings,
  ...upstreamSettings,
  ...downstreamSettings,
  ...advertisingSettings,
  ...advertisedSettings,
  ...processSettings,
} satisfies AnyDefinition

export type Definition = typeof definition
export type SettingKey = keyof Definition

type ValueOf<D> = D extends Setting<infer T> ? T : never
type ScopeOf<D> = D extends Setting<unknown, infer S> ? S : never

/** The validated values of all settings of one scope. */
export type ValuesOf<S extends Scope> = {
  readonly [Key in SettingKey as ScopeOf<Definition[Key]> extends S ? Key : never]: ValueOf<Definition[Key]>
}

export interface SettingGroup {
  readonly title: string
  readonly keys: readonly SettingKey[]
}

/** The order and the headings under which people read about settings. */
export const groups: readonly SettingGroup[] = [
  group('Role and ports', portSettings),
  group('Upstream, for each WAN port', upstreamSettings),
  group('Subnets and addresses of LAN ports', downstreamSettings),
  group('Sending Router Advertisements, for each LAN port', advertisingSettings),
  group('Contents of Router Advertisements, for each LAN port', advertisedSettings),
  group('The process', processSettings),
]

export const settingKeys = Object.keys(definition) as readonly SettingKey[]

/** The entry of a key, for code that treats all alike. */
export function settingOf(key: SettingKey): Setting {
  return definition[key]
}

function group(title: string, settings: Partial<Record<SettingKey, unknown>>): SettingGroup {
  return { title, keys: Object.keys(settings) as SettingKey[] }
}
