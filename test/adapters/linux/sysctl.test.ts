import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { LinuxSysctl } from '../../../src/adapters/linux/sysctl.ts'

const FORWARDING = 'net/ipv6/conf/wan0.10/forwarding'

describe('adapters/linux: sysctl', () => {
  let base: string
  let sysctl: LinuxSysctl

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'kd6-sysctl-'))
    mkdirSync(join(base, 'net/ipv6/conf/wan0.10'), { recursive: true })
    writeFileSync(join(base, FORWARDING), '0\n')
    sysctl = new LinuxSysctl(base)
  })

  afterEach(() => rmSync(base, { recursive: true }))

  it('reads a setting without its line end', () => {
    assert.equal(sysctl.read(FORWARDING), '0')
  })

  it('reads several lines as they are, but for the last line end', () => {
    writeFileSync(join(base, FORWARDING), 'a\nb\n')
    assert.equal(sysctl.read(FORWARDING), 'a\nb')
  })

  it('has nothing to read where there is no such setting', () => {
    assert.equal(sysctl.read('net/ipv6/conf/gone0/forwarding'), null)
    assert.equal(sysctl.read('net/ipv6/conf'), null)
  })

  it('writes a setting', () => {
    assert.equal(sysctl.write(FORWARDING, '1'), null)
    assert.equal(readFileSync(join(base, FORWARDING), 'utf8'), '1\n')
    assert.equal(sysctl.read(FORWARDING), '1')
  })

  it('makes no setting that is not there', () => {
    const path = 'net/ipv6/conf/gone0/forwarding'
    assert.deepEqual(sysctl.write(path, '1'), {
      code: 'ENOENT',
      call: 'open',
      where: join(base, path),
      message: 'no such file or directory',
    })
    mkdirSync(join(base, 'net/ipv6/conf/gone0'))
    assert.equal(sysctl.write(path, '1')?.code, 'ENOENT')
    assert.equal(sysctl.read(path), null)
  })
})
