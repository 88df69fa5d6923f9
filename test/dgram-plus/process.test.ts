import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { buildSync } from 'esbuild'

import { attempt, type CommandResult } from '../lab/command.ts'

/** Gives a program two sockets and a function that sends texts from the first to the second. */
const PAIR = `
  function pair() {
    const [from, to] = [createSocket({ type: 'udp6' }), createSocket({ type: 'udp6' })]
    to.bind({ address: '::1' })
    const { port } = to.address()
    const send = (...texts) =>
      from.sendBatch(texts.map(text => ({ message: Buffer.from(text), address: '::1', port })))
    return { from, to, send }
  }
`

describe('dgram-plus: its life in a process', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dgram-plus-'))
  const bundle = join(directory, 'dgramPlus.mjs')
  const prelude = `import { createSocket } from '${bundle}'; ${PAIR}`

  before(() => {
    buildSync({
      entryPoints: ['src/dgram-plus/index.ts'],
      outfile: bundle,
      bundle: true,
      format: 'esm',
      platform: 'node',
    })
    cpSync('src/dgram-plus/dgram_plus.node', join(directory, 'dgram_plus.node'))
  })

  after(() => {
    rmSync(directory, { recursive: true })
  })

  function runProgram(code: string, ...flags: string[]): Promise<CommandResult> {
    return attempt([process.execPath, ...flags, '--input-type=module', '-e', prelude + code])
  }

  async function output(code: string, ...flags: string[]): Promise<string> {
    const { status, stdout, stderr } = await runProgram(code, ...flags)
    assert.equal(status, 0, stderr)
    return stdout.trim()
  }

  it('makes an exception in a listener an uncaughtException, and goes on behind it in the same batch', async () => {
    const text = await output(`
      const { from, to, send } = pair()
      process.on('uncaughtException', error => console.log('caught', error.message))
      to.on('message', message => {
        if (message.toString() === 'end') { from.close(); to.close() }
        throw new Error('on ' + message)
      })
      send('1', '2', 'end')
    `)
    assert.deepEqual(text.split('\n'), ['caught on 1', 'caught on 2', 'caught on end'])
  })

  it('ends the process by an exception that nobody handles, with its stack', async () => {
    const { status, stderr } = await runProgram(`
      const { to, send } = pair()
      to.on('message', function listener() { throw new Error('a mistake') })
      send('1')
    `)
    assert.equal(status, 1)
    assert.match(stderr, /Error: a mistake\n +at .*listener/)
  })

  it('ends the process by an error event without a listener', async () => {
    const { status, stderr } = await runProgram(`
      const { from } = pair()
      from.emit('error', new Error('nobody listens'))
    `)
    assert.equal(status, 1)
    assert.match(stderr, /nobody listens/)
  })

  it('keeps the process alive while open, unless told not to', async () => {
    const text = await output(`
      const { from, to, send } = pair()
      from.unref()
      to.unref().ref()
      to.on('message', () => { console.log('heard'); to.unref() })
      setTimeout(() => send('1'), 50).unref()
    `)
    assert.equal(text, 'heard')
  })

  it('lets the process exit in mid-batch', async () => {
    const { status } = await runProgram(`
      const { to, send } = pair()
      to.on('message', () => process.exit(7))
      send('1', '2', '3')
    `)
    assert.equal(status, 7)
  })

  it('dies with its worker, whatever it is doing', async () => {
    const text = await output(`
      import { Worker } from 'node:worker_threads'
      const body = ${JSON.stringify(prelude)} + \`
        import { parentPort } from 'node:worker_threads'
        const { from, to, send } = pair()
        for (let i = 0; i < 20; i++) createSocket({ type: 'netlink', protocol: 0 }).bind({ groups: 1 })
        createSocket({ type: 'udp6' }).close()
        let count = 0
        to.on('message', () => { if (++count === 100) parentPort.postMessage('busy'); send('again', 'again') })
        send('go')
      \`
      for (let round = 0; round < 5; round++) {
        const worker = new Worker(body, { eval: true })
        await new Promise(resolve => worker.once('message', resolve))
        await worker.terminate()
      }
      console.log('alive')
    `)
    assert.equal(text, 'alive')
  }).timeout(60_000)

  it('leaves neither descriptors nor memory behind when closed', async () => {
    const text = await output(
      `
      import { readdirSync } from 'node:fs'
      const descriptors = () => readdirSync('/proc/self/fd').length
      const before = descriptors()
      let collected = 0
      const registry = new FinalizationRegistry(() => collected++)
      for (let round = 0; round < 100; round++) {
        for (let i = 0; i < 20; i++) {
          const socket = createSocket({ type: 'udp6' })
          registry.register(socket)
          socket.bind({ address: '::1' })
          socket.close()
        }
        await new Promise(setImmediate)
      }
      for (let i = 0; i < 5; i++) { gc(); await new Promise(setImmediate) }
      console.log(JSON.stringify({ left: descriptors() - before, collected: collected > 1900 }))
    `,
      '--expose-gc',
    )
    assert.deepEqual(JSON.parse(text), { left: 0, collected: true })
  })

  it('is not collected while it is open', async () => {
    const text = await output(
      `
      function listen() {
        const { to, send } = pair()
        to.on('message', () => { console.log('heard'); process.exit() })
        return send
      }
      const send = listen()
      for (let i = 0; i < 5; i++) { gc(); await new Promise(setImmediate) }
      send('1')
    `,
      '--expose-gc',
    )
    assert.equal(text, 'heard')
  })

  it('says what to run when its native file is missing', async () => {
    rmSync(join(directory, 'dgram_plus.node'))
    const { status, stderr } = await attempt([process.execPath, bundle])
    assert.equal(status, 1)
    assert.match(
      stderr,
      /^Error: dgram-plus has no native module for this machine, run: npm run build \(Cannot find/m,
    )
  })
})
