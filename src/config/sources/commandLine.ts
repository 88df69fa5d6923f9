import { complaint, quoted, type ConfigError } from '../configError.ts'
import { commandOptions, commands, type CommandName, type CommandOptionName } from '../commands.ts'
import { settingOf } from '../definition.ts'
import { optionName, parameterName, settingNames, type NameIndex } from '../names.ts'
import type { Origin } from '../origin.ts'
import type { Setting } from '../setting.ts'
import { portName, yesOrNo } from '../types/scalar.ts'
import { deprecation, unknownName, type Given, type Reading } from './reading.ts'

/** An option of a command as it was typed. */
export interface GivenOption {
  readonly name: CommandOptionName
  readonly text: string
  readonly origin: Origin
}

export interface CommandLine extends Reading {
  /** Null for a word that is no command; the errors tell. */
  readonly command: CommandName | null
  readonly options: readonly GivenOption[]
}

const ASKS_FOR: Readonly<Record<string, CommandName>> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-V': 'version',
}

/** The module's own name, which insmod, rmmod and modinfo take; here it may be left out. */
const MODULE_FILE = /^(?:[^=]*\/)?kd6(?:_lkm)?(?:\.ko)?$/

/** What can't be the value that an option still lacks. */
const NO_VALUE = /^(?:-|kd6_[^=]*=)/

/** Reads the arguments behind the program's name, in any order. */
export function readCommandLine(argv: readonly string[], names: NameIndex = settingNames): CommandLine {
  const reader = new CommandLineReader(names)
  for (let rest = argv; rest.length > 0;) rest = reader.take(rest[0]!, rest.slice(1))
  return reader.finish()
}

class CommandLineReader {
  readonly #names: NameIndex
  readonly #givens: Given[] = []
  readonly #options: GivenOption[] = []
  readonly #errors: ConfigError[] = []
  readonly #notices: string[] = []
  readonly #words: string[] = []
  #askedFor: CommandName | null = null

  constructor(names: NameIndex) {
    this.#names = names
  }

  /** Reads one argument and gives back those that are left. */
  take(token: string, rest: readonly string[]): readonly string[] {
    if (Object.hasOwn(ASKS_FOR, token)) this.#askedFor ??= ASKS_FOR[token]!
    else if (token.startsWith('-')) return this.#takeOption(token, rest)
    else if (MODULE_FILE.test(token)) return rest
    else if (token.startsWith('kd6_') || token.includes('=')) this.#takeParameter(token)
    else this.#words.push(token)
    return rest
  }

  finish(): CommandLine {
    const [word = 'insmod', ...operands] = this.#words
    const known = Object.hasOwn(commands, word)
    if (!known) {
      const kind = `command; known are ${Object.keys(commands).join(', ')}`
      this.#errors.push(complaint('UNKNOWN_COMMAND', atCommandLine(word), `unknown ${kind}`))
    }
    for (const operand of operands) {
      this.#errors.push(complaint('UNEXPECTED_ARGUMENT', atCommandLine(operand), 'unexpected argument'))
    }
    return {
      command: this.#askedFor ?? (known ? (word as CommandName) : null),
      givens: this.#givens,
      options: this.#options,
      errors: this.#errors,
      notices: this.#notices,
    }
  }

  #takeParameter(token: string): void {
    const [name, text] = divide(token, '=')
    const [spelling, port] = divide(name, '@')
    const named = spelling.startsWith('kd6_') ? this.#names.find(spelling) : null
    const origin = atCommandLine(name)
    if (named === null) {
      const candidates = this.#names.names.map(known => parameterName(known))
      const typed = spelling.startsWith('kd6_') ? spelling : `kd6_${spelling}`
      this.#errors.push(unknownName(atCommandLine(spelling), 'parameter', candidates, typed))
      return
    }
    if (named.insteadOf !== null) this.#notices.push(deprecation(origin, parameterName(named.insteadOf)))
    const entry = settingOf(named.key)
    const value = text ?? (isSwitch(entry.type) ? 'yes' : null)
    if (value === null) this.#errors.push(missing(origin, `${name}=${entry.type.placeholder}`))
    else this.#give({ key: named.key, number: named.number, port: port ?? null, text: value, origin })
  }

  #takeOption(token: string, rest: readonly string[]): readonly string[] {
    const [name, text] = divide(token, '=')
    const origin = atCommandLine(name)
    const [spelling, port] = divide(name.slice(2), '@')
    const own = token.startsWith('--') && Object.hasOwn(commandOptions, spelling)
    if (own && port === undefined) {
      const option = spelling as CommandOptionName
      return this.#withValue(origin, commandOptions[option].type, text, rest, value => {
        this.#options.push({ name: option, text: value, origin })
      })
    }
    const named = token.startsWith('--') ? this.#names.find(spelling) : null
    if (named !== null) {
      if (named.insteadOf !== null) this.#notices.push(deprecation(origin, optionName(named.insteadOf)))
      const target = { key: named.key, number: named.number, port: port ?? null, origin }
      return this.#withValue(origin, settingOf(named.key).type, text, rest, value => {
        this.#give({ ...target, text: value })
      })
    }
    if (text === undefined && this.#takeNegation(spelling, port ?? null, origin)) return rest
    this.#errors.push(unknownName(atCommandLine(name), 'option', this.#optionNames()))
    return text === undefined && looksLikeValue(rest[0]) ? rest.slice(1) : rest
  }

  /** `--no-rapid-commit` is `--rapid-commit=no`. */
  #takeNegation(spelling: string, port: string | null, origin: Origin): boolean {
    const named = spelling.startsWith('no-') ? this.#names.find(spelling.slice(3)) : null
    if (named === null || !isSwitch(settingOf(named.key).type)) return false
    this.#give({ key: named.key, number: null, port, text: 'no', origin })
    return true
  }

  /** Finds the value of an option: behind `=`, in the next argument, or `yes` for a switch that stands alone. */
  #withValue(
    origin: Origin,
    type: Setting['type'],
    text: string | undefined,
    rest: readonly string[],
    use: (value: string) => void,
  ): readonly string[] {
    const next = rest[0]
    if (text !== undefined) use(text)
    else if (isSwitch(type) && (next === undefined || 'refused' in yesOrNo.parse(next))) use('yes')
    else if (next === undefined || NO_VALUE.test(next)) {
      this.#errors.push(missing(origin, `${origin.spelling}=${type.placeholder}`))
    } else {
      use(next)
      return rest.slice(1)
    }
    return rest
  }

  #give(given: Given): void {
    const { scope } = settingOf(given.key)
    if (given.port !== null) {
      if (scope !== 'wan' && scope !== 'lan') {
        const problem = `takes no @${quoted(given.port)}: it isn't set port by port`
        this.#errors.push(complaint('UNKNOWN_NAME', given.origin, problem))
        return
      }
      const parsed = portName.parse(given.port)
      if ('refused' in parsed) {
        this.#errors.push(complaint('BAD_VALUE', given.origin, `behind the @ must be ${parsed.refused}`))
        return
      }
    }
    this.#givens.push(given)
  }

  #optionNames(): readonly string[] {
    const names = [...this.#names.names, ...Object.keys(commandOptions)]
    return [...names.map(name => optionName(name)), ...Object.keys(ASKS_FOR)]
  }
}

function atCommandLine(spelling: string): Origin {
  return { source: 'command line', spelling }
}

function missing(origin: Origin, form: string): ConfigError {
  return complaint('MISSING_VALUE', origin, `needs a value: ${quoted(form)}`)
}

/** What stands behind an unknown option was most likely meant for it, and is no mistake of its own. */
function looksLikeValue(next: string | undefined): boolean {
  return next !== undefined && !NO_VALUE.test(next) && !Object.hasOwn(commands, next)
}

function isSwitch(type: Setting['type']): boolean {
  return type.moduleType === 'bool'
}

/** `a=b` as `a` and `b`; without the separator, the whole and nothing. */
function divide(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
