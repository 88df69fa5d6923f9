import { settingNames, type NameIndex, variableName } from '../names.ts'
import type { ConfigError } from '../configError.ts'
import type { Origin } from '../origin.ts'
import { deprecation, unknownName, type Given, type Reading } from './reading.ts'

/** Variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads every variable that begins with `KD6_`; an unknown one is an error, so that no misspelt setting goes unseen.
 * An empty one counts as not set, as unit files and containers write it.
 */
export function readEnvironment(environment: Environment, names: NameIndex = settingNames): Reading {
  const givens: Given[] = []
  const errors: ConfigError[] = []
  const notices: string[] = []
  for (const [spelling, text] of Object.entries(environment)) {
    if (!spelling.startsWith('KD6_') || text === undefined || text === '') continue
    const origin: Origin = { source: 'environment', spelling }
    const named = spelling === spelling.toUpperCase() ? names.find(spelling.toLowerCase()) : null
    if (named === null) {
      errors.push(
        unknownName(
          origin,
          'variable',
          names.names.map(name => variableName(name)),
        ),
      )
      continue
    }
    if (named.insteadOf !== null) notices.push(deprecation(origin, variableName(named.key)))
    givens.push({ key: named.key, number: named.number, port: null, text, origin })
  }
  return { givens, errors, notices }
}
