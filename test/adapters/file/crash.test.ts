import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { buildSync } from 'esbuild'
import { formatFault, isFault } from '../../../src/values/fault.ts'
import { FileStore } from '../../../src/adapters/file/fileStore.ts'

const KILLS = 20

describe('FileStore, killed while it saves', function () {
  this.timeout(60_000)
  let directory: string
  let script: string

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'kd6-crash-'))
    script = join(directory, 'saveForever.mjs')
    const source = join(import.meta.dirname, 'saveForever.ts')
    buildSync({ entryPoints: [source], bundle: true, platform: 'node', format: 'esm', outfile: script })
  })
  after(() => rmSync(directory, { recursive: true }))

  /** The number of the last save that had been reported when the process was killed. */
  async function saveUntilKilled(state: string, patience: number): Promise<number> {
    const child = spawn(process.execPath, [script, state], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (text: Buffer) => (said += text.toString()))
    await once(child.stdout, 'data')
    await wait(patience)
    child.kill('SIGKILL')
    const [, signal] = (await once(child, 'close')) as [null, string]
    assert.equal(signal, 'SIGKILL', 'the process had ended by itself')
    return Number(said.split('\n').at(-2))
  }

  it(`has an old or a new document whole, never older than reported, ${KILLS} times`, async () => {
    const state = join(directory, 'state')
    for (let kill = 0; kill < KILLS; kill++) {
      const reported = await saveUntilKilled(state, kill * 1.37)
      const document = new FileStore(state).load('document')
      assert.ok(document !== null, 'nothing there')
      assert.ok(!isFault(document), isFault(document) ? formatFault(document) : '')
      assert.ok(Number(document['n']) >= reported, `older than the ${reported} reported`)
      assert.equal(document['again'], document['n'])
    }
  })
})
