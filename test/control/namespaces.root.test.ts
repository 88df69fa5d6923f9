import assert from 'node:assert/strict'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { createControlServer } from '../../src/control/controlServer.ts'
import { acquireLock } from '../../src/control/lock.ts'
import { controlPath } from '../../src/control/socketFiles.ts'
import { isFault } from '../../src/values/fault.ts'
import { killed, startAndHear } from './children.ts'

describe('one daemon for a WAN port', () => {
  it('in each network namespace, not in the machine', async () => {
    const wan = `t${process.pid}`
    const lock = await acquireLock(wan, () => ({ pid: process.pid, commandLine: 'here', since: 0 }))
    assert.ok(!isFault(lock))
    const node = [process.execPath, '--import=tsx', join(import.meta.dirname, 'holdLock.ts'), wan]
    const there = await startAndHear('unshare', '--net', '--kill-child', ...node)
    try {
      assert.match(there.said, new RegExp(`^held in /run/kd6/${wan}@\\d+\\.sock$`))
      assert.notEqual(there.said, `held in ${controlPath('/run/kd6', wan)}`)
      const here = await startAndHear(node[0]!, ...node.slice(1))
      assert.match(here.said, new RegExp(`^${wan} is held by kd6 pid ${process.pid} `))
    } finally {
      await killed(there.child)
      await lock.release()
    }
  })
})

describe('the control socket, asked by somebody else', () => {
  const NOBODY = '65534'
  let home: string
  before(() => {
    home = mkdtempSync(join(tmpdir(), 'kd6-denied-'))
    chmodSync(home, 0o755)
  })
  after(() => rmSync(home, { recursive: true }))

  it('says that it is not permitted', async () => {
    const script = join(home, 'ask.mjs')
    const source = `import { callDaemon } from ${JSON.stringify(join(import.meta.dirname, '../../src/control/client.ts'))}
      for (const wan of [null, 'wan0']) console.log((await callDaemon(process.argv[2], wan, 'GET', '/v1/status')).message)`
    buildSync({
      stdin: { contents: source, resolveDir: import.meta.dirname },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
    })
    // The interpreter of whoever runs this test may lie where nobody else can read.
    const node = join(home, 'node')
    copyFileSync(process.execPath, node)
    const path = controlPath(home, 'wan0')
    const handlers = { status: () => ({}), rmmod: () => Promise.resolve() }
    const server = await createControlServer({ path, handlers, onFault: () => undefined })
    assert.ok(!isFault(server))
    const asked = await startAndHear('setpriv', `--reuid=${NOBODY}`, '--clear-groups', node, script, home)
    await killed(asked.child)
    await server.close()
    const refusal = `${path}: not permitted; only the user who runs kd6 may ask it`
    assert.equal(asked.said.split('\n')[0], refusal)
  })
})
