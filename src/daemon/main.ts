import { readFileSync } from 'node:fs'
import { formatConfigError } from '../config/configError.ts'
import { exitStatuses, type ExitName } from '../config/exitStatus.ts'
import { configFileOf, parseInvocation, type Invocation } from '../config/invocation.ts'
import type { ConfigFile } from '../config/sources/file.ts'
import { Refusal } from './refusal.ts'
import { runDaemon } from './run.ts'
import { VERSION } from './version.ts'

/** The program: reads what is asked for, does it, and ends with the status that says how it went. */
async function main(argv: readonly string[]): Promise<ExitName> {
  const path = configFileOf(argv, process.env)
  const file = path === null ? null : await readConfigFile(path)
  const invocation = parseInvocation(argv, process.env, file)
  switch (invocation.command) {
    case 'run':
      return runDaemon(invocation)
    case 'refused':
      for (const error of invocation.errors) complain(formatConfigError(error))
      return 'usage'
    default:
      return answer(invocation)
  }
}

type Question = Exclude<Invocation, { command: 'run' | 'refused' }>

/** Commands that are no daemon need none of its start-up. */
async function answer(invocation: Question): Promise<ExitName> {
  switch (invocation.command) {
    case 'help':
      return say((await import('../config/help.ts')).helpText(VERSION))
    case 'modinfo':
      return say((await import('../config/modinfo.ts')).modinfoText(process.argv[1] ?? 'kd6', VERSION))
    case 'version':
      return say(`kd6 ${VERSION}`)
    case 'status':
      return (await import('./ask.ts')).askStatus(invocation)
    case 'rmmod':
      return (await import('./ask.ts')).askRmmod(invocation)
  }
}

async function readConfigFile(path: string): Promise<ConfigFile> {
  const { parseConfigText } = await import('../config/toml.ts')
  try {
    return parseConfigText(path, readFileSync(path, 'utf8'))
  } catch (error) {
    const problem = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : String(error)
    return { path, error: { code: 'BAD_FILE', subject: path, where: null, problem } }
  }
}

function say(text: string): ExitName {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  return 'ok'
}

function complain(text: string): void {
  process.stderr.write(`kd6: ${text}\n`)
}

/** A refusal is one line. Anything else that is thrown is a bug of ours, and ends the process with its trace. */
function failed(error: unknown): ExitName {
  if (error instanceof Refusal) {
    complain(error.message)
    return error.exit
  }
  complain(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return 'internalError'
}

/** What the bundle's loader hands in; there is none where the source runs as it is. */
declare const __writeCodeCache: (() => void) | undefined

/** For the build alone: keeps what V8 has compiled once the way to the first hosts online has been gone. */
async function writeCodeCache(): Promise<ExitName> {
  await (await import('./rehearsal.ts')).rehearseForCodeCache()
  if (typeof __writeCodeCache !== 'undefined') __writeCodeCache()
  return 'ok'
}

// Sockets that a refused start has opened would keep the process.
void (process.argv[2] === '--write-code-cache' ? writeCodeCache() : main(process.argv.slice(2)))
  .catch(failed)
  .then(exit => process.exit(exitStatuses[exit].status))
