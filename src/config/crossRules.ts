import { assignment, complaint, quoted, type ConfigError } from './configError.ts'
import { settingOf, type SettingKey, type ValuesOf } from './definition.ts'
import { formatPlace } from './origin.ts'
import type { Resolution, Resolved } from './resolve.ts'

type LanValues = ValuesOf<'lan'>

/** Two settings of a LAN port that depend on each other. */
interface CrossRule {
  readonly first: SettingKey & keyof LanValues
  readonly second: SettingKey & keyof LanValues
  /** What the first must be, worded to stand between both. */
  readonly relation: string
  readonly source: string
  holds(values: LanValues): boolean
}

const MIN_TO_MAX = 0.75

const rules: readonly CrossRule[] = [
  {
    first: 'minRtrAdvInterval',
    second: 'maxRtrAdvInterval',
    relation: 'must be at most 0.75 of',
    source: 'RFC 4861 §6.2.1',
    holds: ({ minRtrAdvInterval: min, maxRtrAdvInterval: max }) => min === 'auto' || min <= MIN_TO_MAX * max,
  },
  {
    first: 'advDefaultLifetime',
    second: 'maxRtrAdvInterval',
    relation: 'must be 0 or at least',
    source: 'RFC 4861 §6.2.1',
    holds: ({ advDefaultLifetime: lifetime, maxRtrAdvInterval: max }) => lifetime === 0 || lifetime >= max,
  },
  {
    first: 'advPreferredLifetime',
    second: 'advValidLifetime',
    relation: 'must be at most',
    source: 'RFC 4862 §5.5.3',
    holds: ({ advPreferredLifetime: preferred, advValidLifetime: valid }) => preferred <= valid,
  },
]

/** What is wrong between the values that all LAN ports, or `port`, would have. */
export function brokenLanRules(values: LanValues, resolution: Resolution, port?: string): ConfigError[] {
  return rules
    .filter(rule => resolution.sound(rule.first, rule.second) && !rule.holds(values))
    .map(({ first, second, relation, source }) => {
      const a = resolution.get(first, port)!
      const b = resolution.get(second, port)!
      return {
        code: 'CONFLICT',
        subject: written(first, a),
        where: formatPlace(a.origin),
        problem: `${relation} ${written(second, b)} (${formatPlace(b.origin)}): ${source}`,
      }
    })
}

function written(key: SettingKey, { value, origin }: Resolved): string {
  return assignment(origin.spelling, settingOf(key).type.format(value))
}

/** A subnet belongs to one port. */
export function sharedSubnets(resolution: Resolution): ConfigError[] {
  const { value, origin } = resolution.get('subnetId')!
  const owners = new Map<number, string>()
  const errors: ConfigError[] = []
  for (const [port, id] of value as ReadonlyMap<string, number>) {
    const owner = owners.get(id)
    if (owner === undefined) owners.set(id, port)
    else {
      const problem = `gives ${quoted(owner)} and ${quoted(port)} the same subnet id ${id}`
      errors.push(complaint('CONFLICT', origin, problem))
    }
  }
  return errors
}
