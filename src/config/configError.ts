import { formatPlace, type Origin } from './origin.ts'

export type ConfigErrorCode =
  | 'UNKNOWN_NAME'
  | 'UNKNOWN_COMMAND'
  | 'UNEXPECTED_ARGUMENT'
  | 'MISSING_VALUE'
  | 'BAD_VALUE'
  | 'CONFLICT'
  | 'BAD_FILE'

/** Something wrong in what the user asked for. {@link formatConfigError} makes its one line. */
export interface ConfigError {
  readonly code: ConfigErrorCode
  /** What: `kd6_mode=7`, `/etc/kd6.toml:3:5`. */
  readonly subject: string
  /** Where it was said: `command line`, `environment`, a file's path; null when nobody said it or the subject does. */
  readonly where: string | null
  /** What is wrong and what is allowed. */
  readonly problem: string
}

const LONGEST_QUOTE = 80

/** One line: `kd6_mode=7 (command line): must be 1 or CT (client), …`. */
export function formatConfigError({ subject, where, problem }: ConfigError): string {
  return `${subject}${where === null ? '' : ` (${where})`}: ${problem}`
}

export function badValue(origin: Origin, text: string, allowed: string): ConfigError {
  return complaint('BAD_VALUE', origin, `must be ${allowed}`, text)
}

/** About what `origin` spells, with the value written there when `text` is given. */
export function complaint(
  code: ConfigErrorCode,
  origin: Origin,
  problem: string,
  text?: string,
): ConfigError {
  const place = formatPlace(origin)
  const where = origin.source === 'file' ? quoted(place) : place
  return { code, subject: assignment(origin.spelling, text), where, problem }
}

export function assignment(name: string, text?: string): string {
  return text === undefined ? quoted(name) : `${quoted(name)}=${quoted(text)}`
}

/** What a user typed, shortened, and in quotes where white space or an invisible character would hide its ends. */
export function quoted(text: string): string {
  const short = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text
  return /[\s\p{C}]/u.test(short) ? oneLine(JSON.stringify(short)) : short
}

/** Every control, format and line-breaking character written as its code point. */
export function oneLine(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, character => `\\u{${character.codePointAt(0)!.toString(16)}}`)
}
