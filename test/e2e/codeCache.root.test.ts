import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const BUILT = resolve(import.meta.dirname, '../../dist')
const PLACES = 7

describe('the code cache beside kd6.js', function () {
  this.timeout(60_000)
  let directory = ''

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'kd6-cache-'))
    for (const name of ['kd6.js', 'dgram_plus.node']) copyFileSync(join(BUILT, name), join(directory, name))
  })

  after(() => rmSync(directory, { recursive: true, force: true }))

  function starts(cache: Buffer): void {
    writeFileSync(join(directory, 'kd6.cache'), cache)
    const { status, signal, stderr } = spawnSync(process.execPath, [join(directory, 'kd6.js'), 'modinfo'])
    assert.deepEqual({ status, signal, said: String(stderr) }, { status: 0, signal: null, said: '' })
  }

  it('is not used when octets of it have changed', () => {
    const whole = readFileSync(join(BUILT, 'kd6.cache'))
    for (let place = 0; place < PLACES; place++) {
      const damaged = Buffer.from(whole)
      const at = Math.floor((whole.length * place) / PLACES)
      for (let i = at; i < at + 64; i++) damaged[i]! ^= 0x5a
      starts(damaged)
    }
  })

  it('is not used when it is cut short or empty', () => {
    const whole = readFileSync(join(BUILT, 'kd6.cache'))
    for (const length of [0, 3, 4, 100, whole.length >> 1, whole.length - 1])
      starts(whole.subarray(0, length))
  })
})
