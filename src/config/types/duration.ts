import type { Seconds } from '../../values/time.ts'
import type { ValueType } from '../valueType.ts'

/** Milliseconds of each suffix that a duration may carry. */
const SUFFIXES: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

const UNITS = {
  seconds: { placeholder: 'SECONDS', symbol: 's', milliseconds: 1000 },
  milliseconds: { placeholder: 'MILLISECONDS', symbol: 'ms', milliseconds: 1 },
}

interface Limits {
  readonly low: number
  readonly high: number
  /** Only multiples of the unit, for what a packet carries as an integer. */
  readonly whole?: boolean
  /** Whether `infinity` is allowed beyond `high`. */
  readonly infinity?: boolean
}

/** A time in seconds; a suffix (ms, s, min, h, d) changes the unit of what is typed, never of the value. */
export function seconds(limits: Limits): ValueType<Seconds> {
  return duration('seconds', limits)
}

/** A time in milliseconds, typed as {@link seconds} is. */
export function milliseconds(limits: Limits): ValueType<number> {
  return duration('milliseconds', limits)
}

function duration(unit: keyof typeof UNITS, limits: Limits): ValueType<number> {
  const { placeholder, symbol, milliseconds: factor } = UNITS[unit]
  const orInfinity = limits.infinity === true
  const kind = limits.whole === true ? 'an integer from ' : ''
  const allowed = `${kind}${limits.low} to ${limits.high} ${unit}${orInfinity ? ', or infinity' : ''} (or with ms, s, min, h, d)`
  return {
    placeholder: orInfinity ? `${placeholder}|infinity` : placeholder,
    allowed,
    unit: symbol,
    range: `${limits.low} to ${limits.high}`,
    moduleType: orInfinity ? 'charp' : 'int',
    fileKinds: ['number', 'string'],
    repeatable: false,
    parse(text) {
      if (orInfinity && text.toLowerCase() === 'infinity') return { value: Infinity }
      const value = readDuration(text, factor)
      const fits = value >= limits.low && value <= limits.high
      return fits && (limits.whole !== true || Number.isInteger(value)) ? { value } : { refused: allowed }
    },
    format: value => (value === Infinity ? 'infinity' : String(value)),
  }
}

/** NaN when `text` is no duration. */
function readDuration(text: string, factor: number): number {
  const match = /^(\d{1,15}(?:\.\d{1,9})?)(ms|s|min|h|d)?$/i.exec(text)
  if (match === null) return Number.NaN
  const suffix = match[2]?.toLowerCase()
  return suffix === undefined ? Number(match[1]) : (Number(match[1]) * SUFFIXES[suffix]!) / factor
}
