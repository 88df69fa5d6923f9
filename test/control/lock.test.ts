import assert from 'node:assert/strict'
import { connect, createServer, type Server } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { acquireLock, lockName, type Lock } from '../../src/control/lock.ts'
import { isFault } from '../../src/values/fault.ts'
import { killed, startAndHear } from './children.ts'

const HOLD_LOCK = join(import.meta.dirname, 'holdLock.ts')
const SINCE = Date.UTC(2026, 10, 22, 10)

describe('acquireLock', () => {
  let wan: string
  let count = 0
  const releases: (() => Promise<unknown>)[] = []
  beforeEach(() => (wan = `t${process.pid}-${count++}`))
  afterEach(async () => {
    for (const release of releases.splice(0)) await release()
  })

  const acquire = (port = wan): ReturnType<typeof acquireLock> =>
    acquireLock(port, () => ({ pid: 123, commandLine: 'node kd6.js kd6_mode=2', since: SINCE }))
  async function held(port = wan): Promise<Lock> {
    const lock = await acquire(port)
    assert.ok(!isFault(lock), isFault(lock) ? lock.message : '')
    releases.push(() => lock.release())
    return lock
  }
  async function refusal(): Promise<string> {
    const lock = await acquire()
    assert.ok(isFault(lock), 'nobody was refused')
    assert.equal(lock.code, 'EBUSY')
    return lock.message
  }
  async function stranger(greet: (server: Server) => void): Promise<void> {
    const server = createServer()
    greet(server)
    await once(server.listen({ path: lockName(wan) }), 'listening')
    releases.push(() => once(server.close(), 'close'))
  }

  it('tells the second who is the first', async () => {
    await held()
    assert.equal(
      await refusal(),
      `${wan} is held by kd6 pid 123 since 2026-11-22T10:00:00.000Z (node kd6.js kd6_mode=2)`,
    )
  })

  it('keeps ports apart, also such as begin alike', async () => {
    await held(`${wan}a`)
    await held(wan)
    await held(`${wan}ab`)
  })

  it('can be taken again when it was released', async () => {
    await (await held()).release()
    await held()
  })

  it('is free as soon as its process is dead, however it died', async () => {
    const { child, said } = await startAndHear(process.execPath, '--import=tsx', HOLD_LOCK, wan)
    try {
      assert.match(said, /^held in /)
      assert.match(await refusal(), new RegExp(`kd6 pid ${child.pid} since 1970-.* \\(kd6 of a child\\)$`))
    } finally {
      await killed(child)
    }
    await held()
  })

  it('keeps its name through clients that say nothing and stay', async () => {
    await held()
    const clients = Array.from({ length: 20 }, () => connect({ path: lockName(wan), allowHalfOpen: true }))
    await Promise.all(clients.map(client => once(client, 'connect')))
    assert.match(await refusal(), /held by kd6 pid 123/)
    await Promise.all(clients.map(client => once(client.resume(), 'end')))
    for (const client of clients) client.destroy()
  })

  for (const [what, greet] of [
    ['says nothing', () => undefined],
    ['hangs up', server => server.on('connection', socket => socket.destroy())],
    ['talks nonsense', server => server.on('connection', socket => socket.end('{"pid":"1"}'))],
    [
      'says too much',
      server =>
        server.on('connection', socket => socket.end('x'.repeat(100_000)).on('error', () => undefined)),
    ],
    [
      'gives an impossible time',
      server => server.on('connection', s => s.end('{"pid":1,"commandLine":"","since":1e99}')),
    ],
  ] as [string, (server: Server) => void][]) {
    it(`is not confused by a stranger who has the name and ${what}`, async () => {
      await stranger(server => {
        greet(server)
        // A socket that nobody reads never sees the other side's end.
        server.on('connection', socket => socket.resume().on('error', () => undefined))
      })
      assert.equal(await refusal(), `${wan} is held by another process, which does not say who it is`)
    })
  }

  it("does not let a stranger's words move the cursor", async () => {
    const words = JSON.stringify({ pid: 1, commandLine: 'a\u001b[2J\nb', since: 0 })
    await stranger(server => server.on('connection', socket => socket.end(words)))
    assert.match(await refusal(), /\(a \[2J b\)$/)
  })
})
