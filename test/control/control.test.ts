import assert from 'node:assert/strict'
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { callDaemon } from '../../src/control/client.ts'
import {
  createControlServer,
  type ControlServer,
  type ControlServerOptions,
} from '../../src/control/controlServer.ts'
import { controlPath } from '../../src/control/socketFiles.ts'
import type { RmmodOptions } from '../../src/control/routes.ts'
import { isFault, type Fault } from '../../src/values/fault.ts'

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = (): void => undefined
  const given = new Promise<void>(resolve => (give = resolve))
  return { given, give: () => give() }
}

describe('the control socket', () => {
  let home: string
  let run: string
  let faults: Fault[]
  let rmmods: RmmodOptions[]
  const servers: ControlServer[] = []

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'kd6-run-'))
    run = join(home, 'run')
    faults = []
    rmmods = []
  })
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close()
    rmSync(home, { recursive: true })
  })

  function options(wan: string, more: Partial<ControlServerOptions> = {}): ControlServerOptions {
    const handlers = {
      status: () => ({ version: '0.5.0', wans: [{ name: wan }] }),
      rmmod: (asked: RmmodOptions) => Promise.resolve(void rmmods.push(asked)),
    }
    return { path: controlPath(run, wan), handlers, onFault: f => void faults.push(f), ...more }
  }
  async function serve(wan: string, more: Partial<ControlServerOptions> = {}): Promise<ControlServer> {
    const server = await createControlServer(options(wan, more))
    assert.ok(!isFault(server), isFault(server) ? server.message : '')
    servers.push(server)
    return server
  }
  async function message(wan: string | null, path = '/v1/status', body?: object): Promise<string> {
    const result = await callDaemon(run, wan, body === undefined ? 'GET' : 'POST', path, body)
    assert.ok(!result.ok, 'that went well')
    return `${result.reason}: ${result.message}`
  }
  /** What a client gets that speaks for itself. */
  async function raw(request: string, wan = 'wan0'): Promise<string> {
    const socket = connect({ path: controlPath(run, wan), allowHalfOpen: true })
    socket.write(request)
    return text(socket)
  }

  it('answers status', async () => {
    await serve('wan0')
    const expected = { ok: true, body: { version: '0.5.0', wans: [{ name: 'wan0' }] } }
    assert.deepEqual(await callDaemon(run, null, 'GET', '/v1/status'), expected)
    assert.deepEqual(await callDaemon(run, 'wan0', 'GET', '/v1/status'), expected)
  })

  it('passes on rmmod and its option, and answers when that is done', async () => {
    await serve('wan0')
    assert.deepEqual(await callDaemon(run, null, 'POST', '/v1/rmmod'), { ok: true, body: {} })
    await callDaemon(run, null, 'POST', '/v1/rmmod', { release: true })
    assert.deepEqual(rmmods, [{}, { release: true }])
  })

  it('is for its owner alone from the first moment', async () => {
    writeFileSync(join(home, 'before'), '')
    await serve('wan0')
    assert.equal(statSync(controlPath(run, 'wan0')).mode & 0o777, 0o600)
    assert.equal(statSync(run).mode & 0o777, 0o755)
    writeFileSync(join(home, 'after'), '')
    const [before, after] = ['before', 'after'].map(file => statSync(join(home, file)).mode)
    assert.equal(after, before, 'the umask is as it was')
  })

  it('names its namespace, and leaves nothing behind', async () => {
    const server = await serve('wan0')
    const [file] = readdirSync(run)
    assert.equal(file, `wan0@${statSync('/proc/self/ns/net').ino}.sock`)
    await server.close()
    assert.deepEqual(readdirSync(run), [])
  })

  it('takes the place of one that a crash has left', async () => {
    const path = controlPath(run, 'wan0')
    await (await serve('wan0')).close()
    const dead = createServer().listen({ path: `${path}.dead` })
    await once(dead, 'listening')
    // Closing removes only the name that it was bound to.
    renameSync(`${path}.dead`, path)
    await once(dead.close(), 'close')
    assert.ok(lstatSync(path).isSocket())
    assert.match(await message('wan0'), /^notRunning/)
    await serve('wan0')
    assert.ok((await callDaemon(run, 'wan0', 'GET', '/v1/status')).ok)
  })

  it('refuses when a live daemon answers there, and does it no harm', async () => {
    await serve('wan0')
    const second = await createControlServer(options('wan0'))
    assert.ok(isFault(second))
    assert.equal(second.code, 'EADDRINUSE')
    assert.ok((await callDaemon(run, 'wan0', 'GET', '/v1/status')).ok)
  })

  it('leaves alone what is no socket', async () => {
    await (await serve('other')).close()
    writeFileSync(controlPath(run, 'wan0'), 'precious')
    const server = await createControlServer(options('wan0'))
    assert.ok(isFault(server))
    assert.equal(server.code, 'EEXIST')
    assert.ok(existsSync(controlPath(run, 'wan0')))
  })

  it('says why it cannot listen', async () => {
    writeFileSync(run, 'no directory')
    const nowhere = await createControlServer(options('wan0'))
    assert.equal(isFault(nowhere) && nowhere.code, 'EEXIST')
    const long = await createControlServer(options('wan0', { path: join(home, 'x'.repeat(200)) }))
    assert.equal(isFault(long) && long.code, 'ENAMETOOLONG')
  })

  it('answers for each of several WAN ports of one daemon', async () => {
    const aliases = ['wan1', 'wan2'].map(wan => controlPath(run, wan))
    const server = await serve('wan0', { aliases })
    for (const wan of ['wan0', 'wan1', 'wan2', null]) {
      assert.ok((await callDaemon(run, wan, 'GET', '/v1/status')).ok, String(wan))
    }
    await server.close()
    assert.deepEqual(readdirSync(run), [])
  })

  it('takes the place of an alias that another daemon, since restarted, has left', async () => {
    await serve('wan0')
    symlinkSync(controlPath(run, 'wan0'), controlPath(run, 'wan1'))
    await serve('wan1')
    const result = await callDaemon(run, 'wan1', 'GET', '/v1/status')
    assert.deepEqual(result.ok && result.body, { version: '0.5.0', wans: [{ name: 'wan1' }] })
  })

  it('asks for a choice where several daemons run', async () => {
    await serve('wan1')
    await serve('wan0')
    assert.equal(
      await message(null),
      'ambiguous: several daemons run here: choose one with --wan (wan0, wan1)',
    )
  })

  it('knows only the daemons of its own namespace', async () => {
    await serve('wan0', { path: join(run, 'wan0@1.sock') })
    assert.equal(await message(null), 'notRunning: no kd6 is running in this network namespace')
  })

  it('says that none is running, before and after there was one', async () => {
    assert.equal(await message(null), 'notRunning: no kd6 is running in this network namespace')
    await (await serve('wan0')).close()
    assert.equal(await message(null), 'notRunning: no kd6 is running in this network namespace')
    assert.equal(await message('wan0'), 'notRunning: no kd6 is running for wan0 in this network namespace')
  })

  it('says what is wrong with a request', async () => {
    await serve('wan0')
    assert.equal(
      await message(null, '/v1/nothing'),
      'refused: there is no /v1/nothing; there are /v1/status, /v1/rmmod',
    )
    assert.equal(await message(null, '/v1/rmmod'), 'refused: /v1/rmmod takes POST')
    assert.equal(await message(null, '/v1/rmmod', { force: true }), 'refused: there is no option force')
    assert.equal(await message(null, '/v1/rmmod', { release: 1 }), 'refused: release is true or false')
    assert.equal(await message(null, '/v1/rmmod', []), 'refused: the body is no JSON object')
    assert.match(
      await raw('POST /v1/rmmod HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\n{'),
      /no JSON"\}\n$/,
    )
    assert.match(
      await raw('PUT /v1/status HTTP/1.1\r\nhost: a\r\n\r\n'),
      /^HTTP\/1.1 405 .*\r\nallow: GET\r\n/s,
    )
    assert.match(await raw('GET /__proto__ HTTP/1.1\r\nhost: a\r\n\r\n'), /^HTTP\/1.1 404 /)
    assert.match(await raw('nonsense\r\n\r\n'), /^HTTP\/1.1 400 /)
    assert.deepEqual(rmmods, [])
    assert.deepEqual(faults, [])
  })

  it('refuses a body that is too long', async () => {
    await serve('wan0')
    const body = { filler: 'x'.repeat(70_000) }
    assert.equal(await message(null, '/v1/rmmod', body), 'refused: the body is longer than 65536 octets')
  })

  it('minds no client that goes away in the middle', async () => {
    await serve('wan0')
    const socket = connect({ path: controlPath(run, 'wan0') })
    socket.write('POST /v1/rmmod HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{')
    await once(socket, 'connect')
    socket.destroy()
    assert.ok((await callDaemon(run, null, 'GET', '/v1/status')).ok)
    assert.deepEqual(rmmods, [])
    assert.deepEqual(faults, [])
  })

  it('answers 500 and reports a handler that fails', async () => {
    const handlers = {
      status: () => 1n,
      rmmod: () => Promise.reject(new Error('cannot withdraw')),
    }
    await serve('wan0', { handlers })
    assert.equal(await message(null, '/v1/rmmod', {}), 'failed: cannot withdraw')
    assert.match(await message(null), /^failed: .*BigInt/)
    assert.deepEqual(
      faults.map(f => f.call),
      ['POST /v1/rmmod', 'GET /v1/status'],
    )
  })

  it('lets a reply under way go out when it is closed', async () => {
    const asked = signal()
    const withdrawn = signal()
    const rmmod = (): Promise<void> => {
      asked.give()
      return withdrawn.given
    }
    const server = await serve('wan0', { handlers: { status: () => ({}), rmmod } })
    const reply = callDaemon(run, null, 'POST', '/v1/rmmod')
    await asked.given
    const closed = server.close()
    withdrawn.give()
    assert.deepEqual(await reply, { ok: true, body: {} })
    await closed
  })

  it('closes within a second under a client that never ends, and says that the daemon has gone', async () => {
    const asked = signal()
    const status = (): Promise<never> => {
      asked.give()
      return new Promise(() => undefined)
    }
    const server = await serve('wan0', { handlers: { status, rmmod: () => Promise.resolve() } })
    const reply = message(null)
    await asked.given
    const idle = connect({ path: controlPath(run, 'wan0') })
    await once(idle, 'connect')
    idle.on('error', () => undefined)
    await server.close()
    assert.equal(await reply, 'failed: the daemon of wan0 failed: socket hang up')
    idle.destroy()
  })
})
