import type { ExitName } from '../config/exitStatus.ts'
import type { Invocation } from '../config/invocation.ts'
import { callDaemon, type CallResult } from '../control/client.ts'
import { renderStatus } from '../control/render.ts'
import type { Status } from '../control/status.ts'
import { Refusal } from './refusal.ts'

type StatusQuestion = Extract<Invocation, { command: 'status' }>
type RmmodQuestion = Extract<Invocation, { command: 'rmmod' }>

export async function askStatus({ runDir, wan, json }: StatusQuestion): Promise<ExitName> {
  const body = bodyOf(await callDaemon(runDir, wan, 'GET', '/v1/status'), wan)
  const text = json ? JSON.stringify(body, null, 2) : renderStatus(body as Status)
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  return 'ok'
}

/** Ends the daemon, and returns once it has withdrawn what is its. */
export async function askRmmod({ runDir, wan, release }: RmmodQuestion): Promise<ExitName> {
  bodyOf(await callDaemon(runDir, wan, 'POST', '/v1/rmmod', release ? { release } : {}), wan)
  return 'ok'
}

const EXITS = {
  ambiguous: 'usage',
  denied: 'noPrivilege',
  refused: 'controlProtocol',
  failed: 'controlProtocol',
} as const satisfies Record<string, ExitName>

function bodyOf(result: CallResult, wan: string | null): unknown {
  if (result.ok) return result.body
  const exit =
    result.reason === 'notRunning' ? (wan === null ? 'noDaemon' : 'noSuchWan') : EXITS[result.reason]
  throw new Refusal(exit, result.message)
}
