import { assignment, complaint, quoted, type ConfigError } from './configError.ts'
import { settingOf, type SettingKey } from './definition.ts'
import { parameterName } from './names.ts'
import { formatPlace, type Origin } from './origin.ts'
import type { Resolution } from './resolve.ts'
import type { Mode } from './types/mode.ts'

export interface NamedPort {
  /** The number in its parameter: 4 for `kd6_if_w4`. */
  readonly number: number
  readonly name: string
}

/** The ports of one side. */
export interface PortSelection {
  /** `eligible`: every eligible port of the machine but those in `except`, the named ones first. */
  readonly kind: 'unused' | 'named' | 'eligible'
  /** Those that have a name, by number, which may have gaps. */
  readonly ports: readonly NamedPort[]
  /** What the other side names. */
  readonly except: readonly string[]
}

interface SideKeys {
  readonly side: 'wan' | 'lan'
  readonly ifMode: SettingKey
  readonly family: SettingKey
}

const WAN: SideKeys = { side: 'wan', ifMode: 'wanIfMode', family: 'ifW' }
const LAN: SideKeys = { side: 'lan', ifMode: 'lanIfMode', family: 'ifL' }

/**
 * Which ports each side takes, from `kd6_wan_if_mode`, `kd6_lan_if_mode` and the names. Only where these are
 * `complete` and sound, a port can be said to be missing.
 */
export function selectPorts(
  resolution: Resolution,
  complete: boolean,
): {
  readonly wan: PortSelection
  readonly lan: PortSelection
  readonly errors: readonly ConfigError[]
} {
  const wan = select(resolution, WAN, LAN)
  const lan = select(resolution, LAN, WAN)
  const errors = [...duplicates(resolution), ...bothEligible(resolution)]
  if (complete && resolution.sound('mode', 'wanIfMode', 'lanIfMode', 'ifW', 'ifL')) {
    errors.push(
      ...[WAN, LAN].flatMap(keys => nothingNamed(resolution, keys)),
      ...neededPort(resolution, wan, lan),
      ...strangers(wan, WAN, resolution.ports('wan')),
      ...strangers(lan, LAN, new Map([...subnetPorts(resolution), ...resolution.ports('lan')])),
    )
  }
  return { wan, lan, errors }
}

function select(resolution: Resolution, own: SideKeys, other: SideKeys): PortSelection {
  const ports = resolution.family(own.family).map(({ number, value }) => ({ number, name: String(value) }))
  const ifMode = resolution.get(own.ifMode)?.value
  const except = resolution.family(other.family).map(({ value }) => String(value))
  if (ifMode === '0') return { kind: 'eligible', ports, except }
  return { kind: ports.length > 0 ? 'named' : 'unused', ports, except: [] }
}

/** A port is on one side, once. */
function duplicates(resolution: Resolution): ConfigError[] {
  const errors: ConfigError[] = []
  const seen = new Map<unknown, Origin>()
  for (const { family } of [WAN, LAN]) {
    for (const { value, origin } of resolution.family(family)) {
      const first = seen.get(value)
      const text = String(value)
      if (first === undefined) seen.set(value, origin)
      else errors.push(complaint('CONFLICT', origin, `${said(first, text)} names the same port`, text))
    }
  }
  return errors
}

function bothEligible(resolution: Resolution): ConfigError[] {
  const wan = resolution.get(WAN.ifMode)!
  const lan = resolution.get(LAN.ifMode)!
  if (wan.value !== '0' || lan.value !== '0') return []
  const problem = `${said(wan.origin, '0')} too; only one side can take every eligible port`
  return [complaint('CONFLICT', lan.origin, problem, '0')]
}

function nothingNamed(resolution: Resolution, { ifMode, family }: SideKeys): ConfigError[] {
  const { value, origin } = resolution.get(ifMode)!
  if (value !== '1' || resolution.family(family).length > 0) return []
  const problem = `takes the named ports, and none is named: add ${parameterName(family, 0)}=PORT`
  return [complaint('CONFLICT', origin, problem, '1')]
}

/** CT and RR work on WAN ports, SR on any. An explicit 1 without a name has been told already. */
function neededPort(resolution: Resolution, wan: PortSelection, lan: PortSelection): ConfigError[] {
  const mode = resolution.get('mode')
  if (mode === null || wan.kind !== 'unused' || resolution.get(WAN.ifMode)?.value === '1') return []
  if (mode.value === ('SR' satisfies Mode) && lan.kind !== 'unused') return []
  const all = `${parameterName(WAN.ifMode)}=0 for every eligible port`
  const problem = `needs a WAN port: ${parameterName(WAN.family, 0)}=PORT, or ${all}`
  return [complaint('CONFLICT', mode.origin, problem, settingOf('mode').type.format(mode.value))]
}

/** Settings of one port alone must be about a port that its side has. */
function strangers(
  selection: PortSelection,
  { side, family }: SideKeys,
  ports: ReadonlyMap<string, Origin>,
): ConfigError[] {
  const named = selection.ports.map(({ name }) => name)
  return [...ports].flatMap(([port, origin]) => {
    const known = named.includes(port) || (selection.kind === 'eligible' && !selection.except.includes(port))
    if (known) return []
    const have =
      named.length > 0 ? `those are ${named.join(', ')}` : `${parameterName(family, 0)}=PORT names one`
    return [complaint('CONFLICT', origin, `${quoted(port)} is no ${side.toUpperCase()} port; ${have}`)]
  })
}

function subnetPorts(resolution: Resolution): readonly (readonly [port: string, origin: Origin])[] {
  const { value, origin } = resolution.get('subnetId')!
  return [...(value as ReadonlyMap<string, number>).keys()].map(port => [port, origin] as const)
}

/** `kd6_if_w0=wan0 (command line)` */
function said(origin: Origin, text: string): string {
  return `${assignment(origin.spelling, text)} (${formatPlace(origin)})`
}
