import type { IncomingMessage, ServerResponse } from 'node:http'

export interface RmmodOptions {
  /** Whether to send a Release (RFC 9915 §18.2.7) instead of letting the lease run out. */
  readonly release?: boolean
}

export interface ControlHandlers {
  /** See Status. */
  status(): unknown
  /** Begins the withdrawal; the client is answered when the promise is settled, so what closes the server must not be part of it. */
  rmmod(options: RmmodOptions): Promise<unknown>
}

/** What the client gets; `error` where it did not get what it wanted. */
interface Reply {
  readonly status: number
  readonly body: unknown
  readonly allow?: string
}

const LONGEST_BODY = 64 * 1024

class BadRequest extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

type Route = (body: string, handlers: ControlHandlers) => unknown

const ROUTES: Readonly<Record<string, Readonly<Partial<Record<string, Route>>>>> = {
  '/v1/status': { GET: (_body, handlers) => handlers.status() },
  '/v1/rmmod': { POST: (body, handlers) => handlers.rmmod(parseRmmod(body)) },
}

/**
 * Answers one request. What failed on our side is returned too; null else. Never rejects. `patience`: how long the
 * client may take for its part, in milliseconds.
 */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: ControlHandlers,
  patience: number,
): Promise<{ request: string; message: string } | null> {
  try {
    const body = await readBody(request)
    // From here until the reply the time is ours.
    request.socket.setTimeout(0)
    const reply = await route(request, body, handlers)
    send(response, reply)
    return null
  } catch (error) {
    if (request.destroyed && !request.complete) return null
    const message = error instanceof Error ? error.message : String(error)
    const status = error instanceof BadRequest ? error.status : 500
    send(response, { status, body: { error: message } })
    return status === 500 ? { request: `${request.method} ${request.url}`, message } : null
  } finally {
    request.socket.setTimeout(patience)
  }
}

async function route(request: IncomingMessage, body: string, handlers: ControlHandlers): Promise<Reply> {
  const path = request.url ?? ''
  const methods = Object.hasOwn(ROUTES, path) ? ROUTES[path]! : undefined
  if (methods === undefined)
    throw new BadRequest(404, `there is no ${path}; there are ${Object.keys(ROUTES).join(', ')}`)
  const method = request.method ?? ''
  const handle = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (handle === undefined) {
    const allow = Object.keys(methods).join(', ')
    return { status: 405, body: { error: `${path} takes ${allow}` }, allow }
  }
  return { status: 200, body: (await handle(body, handlers)) ?? {} }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  for await (const chunk of body) {
    length += chunk.length
    if (length > LONGEST_BODY) throw new BadRequest(413, `the body is longer than ${LONGEST_BODY} octets`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parseRmmod(body: string): RmmodOptions {
  let options: unknown
  try {
    options = body === '' ? {} : JSON.parse(body)
  } catch {
    throw new BadRequest(400, 'the body is no JSON')
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new BadRequest(400, 'the body is no JSON object')
  }
  for (const [key, value] of Object.entries(options)) {
    if (key !== 'release') throw new BadRequest(400, `there is no option ${key}`)
    if (typeof value !== 'boolean') throw new BadRequest(400, 'release is true or false')
  }
  return options
}

function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return
  const text = `${JSON.stringify(reply.body)}\n`
  response.writeHead(reply.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    connection: 'close',
    ...(reply.allow === undefined ? {} : { allow: reply.allow }),
  })
  response.end(text)
}
