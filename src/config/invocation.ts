import { badValue, complaint, quoted, type ConfigError } from './configError.ts'
import {
  commandOptions,
  commands,
  takesSetting,
  type CommandName,
  type CommandOptionName,
} from './commands.ts'
import { optionName } from './names.ts'
import { resolve } from './resolve.ts'
import { readSettings, type Configuration } from './settings.ts'
import { readCommandLine, type CommandLine } from './sources/commandLine.ts'
import { readEnvironment, type Environment } from './sources/environment.ts'
import { readFile, type ConfigFile } from './sources/file.ts'
import type { Reading } from './sources/reading.ts'

/** What the user asks for, validated; `refused` has everything that is wrong with it. */
export type Invocation =
  | ({ readonly command: 'run'; readonly notices: readonly string[] } & Configuration)
  | {
      readonly command: 'rmmod'
      readonly release: boolean
      readonly wan: string | null
      readonly runDir: string
    }
  | {
      readonly command: 'status'
      readonly json: boolean
      readonly wan: string | null
      readonly runDir: string
    }
  | { readonly command: 'modinfo' | 'help' | 'version' }
  | { readonly command: 'refused'; readonly errors: readonly ConfigError[] }

/**
 * The configuration file that the command line or the environment names, or null. The caller reads it, lets
 * `parseConfigText` of toml.ts parse it, and hands it to {@link parseInvocation}.
 */
export function configFileOf(argv: readonly string[], environment: Environment): string | null {
  const commandLine = readCommandLine(argv)
  if (commandLine.command === null || !takesSetting(commandLine.command, 'config')) return null
  return namedFile([commandLine, readEnvironment(environment)])
}

/**
 * `argv` is what stands behind the program's name. `file` is the file that {@link configFileOf} names: parsed, or with
 * the error that kept it from being so. Never throws.
 */
export function parseInvocation(
  argv: readonly string[],
  environment: Environment,
  file: ConfigFile | null,
): Invocation {
  const commandLine = readCommandLine(argv)
  const { command } = commandLine
  switch (command) {
    case null:
      return { command: 'refused', errors: commandLine.errors }
    case 'help':
    case 'version':
      return { command }
    case 'insmod':
      return run(commandLine, environment, file)
    case 'modinfo':
    case 'rmmod':
    case 'status':
      return ask(command, commandLine, environment, file)
  }
}

function run(commandLine: CommandLine, environment: Environment, file: ConfigFile | null): Invocation {
  const readings = [commandLine, readEnvironment(environment), ...fileReading(file)]
  const misread = [
    ...readings.flatMap(reading => reading.errors),
    ...misplaced('insmod', commandLine),
    ...unread(readings, file),
  ]
  const result = readSettings(
    readings.flatMap(({ givens }) => givens),
    misread.length === 0,
  )
  const errors = [...misread, ...('errors' in result ? result.errors : [])]
  if ('errors' in result || errors.length > 0) return { command: 'refused', errors }
  return { command: 'run', ...result.configuration, notices: readings.flatMap(({ notices }) => notices) }
}

/** A command for a running daemon looks at no setting but those that lead to it, whatever else is set. */
function ask(
  command: 'rmmod' | 'status' | 'modinfo',
  commandLine: CommandLine,
  environment: Environment,
  file: ConfigFile | null,
): Invocation {
  const elsewhere = [readEnvironment(environment), ...fileReading(file)]
  const readings = [commandLine, ...elsewhere.map(reading => ({ ...reading, errors: [] }))]
  const givens = readings.flatMap(reading => reading.givens).filter(({ key }) => takesSetting(command, key))
  const { resolution, errors: badValues } = resolve(givens)
  const options = readOptions(commandLine)
  const broken = file !== null && 'error' in file ? [file.error] : []
  const errors = [
    ...commandLine.errors,
    ...misplaced(command, commandLine),
    ...(takesSetting(command, 'config') ? [...broken, ...unread(readings, file)] : []),
    ...badValues,
    ...options.errors,
  ]
  if (errors.length > 0) return { command: 'refused', errors }
  if (command === 'modinfo') return { command }
  const runDir = resolution.get('runDir')!.value as string
  const wan = (options.values.get('wan') ?? null) as string | null
  const chosen = (name: CommandOptionName): boolean => options.values.get(name) === true
  return command === 'status'
    ? { command, json: chosen('json'), wan, runDir }
    : { command, release: chosen('release'), wan, runDir }
}

function readOptions({ options }: CommandLine): {
  readonly values: ReadonlyMap<CommandOptionName, unknown>
  readonly errors: readonly ConfigError[]
} {
  const values = new Map<CommandOptionName, unknown>()
  const errors: ConfigError[] = []
  for (const { name, text, origin } of options) {
    const parsed = commandOptions[name].type.parse(text)
    if ('refused' in parsed) errors.push(badValue(origin, text, parsed.refused))
    else values.set(name, parsed.value)
  }
  return { values, errors }
}

/** What was said on the command line to a command that doesn't take it. */
function misplaced(command: CommandName, { givens, options }: CommandLine): ConfigError[] {
  const { options: own, settings } = commands[command]
  const taken = [...own, ...(settings === 'all' ? [] : settings)].map(name => optionName(name))
  const hint =
    settings === 'all' ? '' : taken.length > 0 ? `, which takes ${taken.join(', ')}` : ', which takes none'
  return [
    ...givens.filter(({ key }) => !takesSetting(command, key)),
    ...options.filter(({ name }) => !own.includes(name)),
  ].map(({ origin }) => complaint('UNEXPECTED_ARGUMENT', origin, `no option of ${command}${hint}`))
}

function fileReading(file: ConfigFile | null): readonly Reading[] {
  return file === null ? [] : [readFile(file)]
}

/** A named file that the caller didn't bring: better refused than silently left out. */
function unread(readings: readonly Reading[], file: ConfigFile | null): ConfigError[] {
  const path = file === null ? namedFile(readings) : null
  return path === null
    ? []
    : [{ code: 'BAD_FILE', subject: quoted(path), where: null, problem: 'was not read' }]
}

function namedFile(readings: readonly Reading[]): string | null {
  const givens = readings.flatMap(reading => reading.givens).filter(({ key }) => key === 'config')
  const value = resolve(givens).resolution.get('config')?.value
  return typeof value === 'string' ? value : null
}
