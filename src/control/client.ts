import { faultFromError } from '../values/errnoFault.ts'
import { formatFault } from '../values/fault.ts'
import { controlPath, listControlSockets, probeSocket, type ControlSocket } from './socketFiles.ts'

export type CallResult =
  | { readonly ok: true; readonly body: unknown }
  | {
      readonly ok: false
      /**
       * `notRunning`: no daemon, or none for that port, in this namespace; `ambiguous`: several, name one; `denied`: not
       * permitted; `refused`: the daemon did not like the request; `failed`: it went away or never answered.
       */
      readonly reason: 'notRunning' | 'ambiguous' | 'denied' | 'refused' | 'failed'
      /** One line for a person. */
      readonly message: string
    }

type Failure = Extract<CallResult, { ok: false }>

/** A Release may take its retransmissions (RFC 9915 §18.2.7). Milliseconds. */
const PATIENCE = 60_000
const LONGEST_REPLY = 16 * 1024 * 1024

/** Asks the daemon of a WAN port, or, with null, the only one in this network namespace. Never rejects. */
export async function callDaemon(
  runDirectory: string,
  wan: string | null,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<CallResult> {
  const found = await findDaemon(runDirectory, wan)
  return 'ok' in found ? found : await request(found, method, path, body)
}

async function findDaemon(runDirectory: string, wan: string | null): Promise<ControlSocket | Failure> {
  const candidates =
    wan === null ? list(runDirectory) : [{ wans: [wan], path: controlPath(runDirectory, wan) }]
  if ('ok' in candidates) return candidates
  const live: ControlSocket[] = []
  for (const candidate of candidates) {
    const state = await probeSocket(candidate.path)
    if (state === 'denied') return denied(candidate.path)
    if (state === 'live') live.push(candidate)
  }
  if (live.length > 1) {
    const names = live.map(({ wans }) => wans[0]).join(', ')
    return {
      ok: false,
      reason: 'ambiguous',
      message: `several daemons run here: choose one with --wan (${names})`,
    }
  }
  return live[0] ?? notRunning(wan)
}

function list(runDirectory: string): ControlSocket[] | Failure {
  try {
    return listControlSockets(runDirectory)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return notRunning(null)
    if (code === 'EACCES') return denied(runDirectory)
    return {
      ok: false,
      reason: 'failed',
      message: formatFault(faultFromError(error, 'readdir', runDirectory)),
    }
  }
}

function notRunning(wan: string | null): Failure {
  const where = wan === null ? '' : ` for ${wan}`
  return { ok: false, reason: 'notRunning', message: `no kd6 is running${where} in this network namespace` }
}

function denied(path: string): Failure {
  return {
    ok: false,
    reason: 'denied',
    message: `${path}: not permitted; only the user who runs kd6 may ask it`,
  }
}

async function request(
  socket: ControlSocket,
  method: string,
  path: string,
  body: object | undefined,
): Promise<CallResult> {
  const http = await import('node:http')
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
  const signal = AbortSignal.timeout(PATIENCE)
  return new Promise(resolve => {
    const failed = (error: Error): void => {
      const why = signal.aborted ? 'no answer in time' : error.message
      resolve({
        ok: false,
        reason: 'failed',
        message: `the daemon of ${socket.wans.join(', ')} failed: ${why}`,
      })
    }
    const call = http.request({ socketPath: socket.path, method, path, headers, signal }, response => {
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > LONGEST_REPLY) response.destroy(new Error('its answer is too long'))
        else chunks.push(chunk)
      })
      response.on('error', failed)
      response.on('end', () => resolve(readReply(response.statusCode ?? 0, Buffer.concat(chunks).toString())))
    })
    call.on('error', failed)
    call.end(text)
  })
}

function readReply(status: number, text: string): CallResult {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'failed', message: `the daemon answered ${status} and no JSON` }
  }
  if (status === 200) return { ok: true, body }
  const { error } = (body ?? {}) as { error?: unknown }
  const message = typeof error === 'string' ? error : `the daemon answered ${status}`
  return { ok: false, reason: status >= 500 ? 'failed' : 'refused', message }
}
