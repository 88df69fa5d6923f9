import assert from 'node:assert/strict'
import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

const PROCESS_LOG = JSON.stringify(join(import.meta.dirname, '../../../src/adapters/log/processLog.ts'))

/** A process with a log at its standard error, which is read only if the test reads it. */
function run(script: string): ChildProcessByStdio<null, Readable, Readable> {
  const preamble = `import { ProcessLog } from ${PROCESS_LOG}
    const log = new ProcessLog({ level: 'info', format: 'text', most: Infinity })\n`
  const options = ['--import=tsx', '--input-type=module', '-e', preamble + script]
  return spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Null after a signal. */
async function exitStatus(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

describe('ProcessLog at standard error', () => {
  it('does not load winston before it is started', async () => {
    const child = run(`
      import { createRequire } from 'node:module'
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).some(f => f.includes('winston'))
      log.info('early')
      console.log(loaded())
      await log.start()
      console.log(loaded())`)
    const [said] = await Promise.all([text(child.stdout), text(child.stderr)])
    assert.equal(said, 'false\ntrue\n')
  })

  it('loses no line at an exit right after the flush', async () => {
    const child = run(`
      await log.start()
      for (let i = 0; i < 2000; i++) log.info('line ' + i + ' ' + 'x'.repeat(60))
      await log.flush()
      process.exit(3)`)
    const lines = await text(child.stderr)
    assert.equal(await exitStatus(child), 3)
    assert.equal(lines.split('\n').length, 2001)
    assert.match(lines, / line 1999 x+\n$/)
  })

  it('survives that nobody reads any more', async () => {
    const child = run(`
      await log.start()
      for (let i = 0; i < 2000; i++) { log.info('line ' + i); if (i % 100 === 0) await new Promise(setImmediate) }
      await log.flush()
      console.log('alive')`)
    child.stderr.destroy()
    const said = await text(child.stdout)
    assert.equal(await exitStatus(child), 0)
    assert.equal(said, 'alive\n')
  })

  it('needs no memory to speak of for a burst that nobody reads', async () => {
    const child = run(`
      await log.start()
      log.info('first')
      const before = process.memoryUsage().rss
      for (let i = 0; i < 20000; i++) log.info('line ' + i + ' ' + 'x'.repeat(200))
      await new Promise(setImmediate)
      console.log((process.memoryUsage().rss - before) / 1e6)
      process.exit()`)
    const grown = Number(await text(child.stdout))
    assert.ok(grown > 0 && grown < 40, `${grown} MB`)
    child.stderr.destroy()
  })
})
