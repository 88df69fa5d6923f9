import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileStore } from '../../../src/adapters/file/fileStore.ts'
import { formatFault, type Fault } from '../../../src/values/fault.ts'

describe('FileStore', () => {
  let home: string
  let directory: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'kd6-store-'))
    directory = join(home, 'lib', 'kd6')
  })
  afterEach(() => rmSync(home, { recursive: true }))

  it('makes its directory for the owner alone, and its files too', async () => {
    await new FileStore(directory).save('duid', { duid: '00:03' })
    assert.equal(statSync(directory).mode & 0o777, 0o700)
    assert.equal(statSync(join(directory, 'duid.json')).mode & 0o777, 0o600)
  })

  it('touches nothing until something is saved', () => {
    assert.equal(new FileStore(directory).load('duid'), null)
    assert.equal(existsSync(directory), false)
  })

  it('writes JSON that a person can read, and leaves nothing else', async () => {
    await new FileStore(directory).save('duid', { duid: '00:03' })
    assert.deepEqual(readdirSync(directory), ['duid.json'])
    const text = readFileSync(join(directory, 'duid.json'), 'utf8')
    assert.deepEqual(JSON.parse(text), { format: 1, crc32: '7d7536e3', body: { duid: '00:03' } })
    assert.match(text, /^ {4}"duid": "00:03"$/m)
  })

  it('skips what was superseded before its turn', async () => {
    const store = new FileStore(directory)
    const first = store.save('a', { n: 1 })
    await Promise.resolve().then(() => undefined)
    const waits = [store.save('a', { n: 2 }), store.save('a', { n: 3 })]
    assert.equal(waits[0], waits[1], 'one write for both')
    assert.notEqual(first, waits[0])
    await store.settled()
    assert.deepEqual(store.load('a'), { n: 3 })
  })

  for (const [what, text, why] of [
    ['an empty file', '', 'the file is empty'],
    ['a cut file', '{"format":1,"crc32":"7d7536e3","body":{"duid":', 'the file is no JSON'],
    ['a foreign file', '{"duid":"00:03"}', 'this is no document of kd6'],
    ['a body that is none', '{"format":1,"crc32":"7d7536e3","body":[]}', 'this is no document of kd6'],
    [
      'a changed digit',
      '{"format":1,"crc32":"7d7536e3","body":{"duid":"00:04"}}',
      'the checksum does not match',
    ],
    ['a newer format', '{"format":2,"crc32":"7d7536e3","body":{}}', 'format 2 is not known to this kd6'],
  ] as const) {
    it(`names the file and what to do about ${what}`, () => {
      mkdirSync(directory, { recursive: true })
      const path = join(directory, 'duid.json')
      writeFileSync(path, text)
      assert.equal(
        formatFault(new FileStore(directory).load('duid') as Fault),
        `${path}: load: EBADMSG: ${why}; restore it, or remove it to begin anew`,
      )
      assert.equal(readFileSync(path, 'utf8'), text, 'left for whoever wants to look')
    })
  }

  it('names the errno when the directory cannot be used', async () => {
    writeFileSync(join(home, 'lib'), '')
    const store = new FileStore(directory)
    const path = join(directory, 'duid.json')
    assert.equal(formatFault(store.load('duid') as Fault), `${path}: open: ENOTDIR: not a directory`)
    assert.equal(formatFault((await store.save('duid', {}))!), `${path}: mkdir: ENOTDIR: not a directory`)
    assert.equal(formatFault((await store.remove('duid'))!), `${path}: lstat: ENOTDIR: not a directory`)
  })

  it('leaves no temporary file when the last step fails, and works again after', async () => {
    mkdirSync(join(directory, 'duid.json', 'in the way'), { recursive: true })
    const store = new FileStore(directory)
    assert.equal((await store.save('duid', {}))?.call, 'rename')
    assert.deepEqual(readdirSync(directory), ['duid.json'])
    rmSync(join(directory, 'duid.json'), { recursive: true })
    assert.equal(await store.save('duid', { duid: '00:03' }), null)
  })

  it('sweeps away what crashes have left, but not what another process writes', async () => {
    mkdirSync(directory, { recursive: true })
    for (const name of ['old.json.1-a.tmp', 'new.json.2-b.tmp', 'old.txt'])
      writeFileSync(join(directory, name), '')
    for (const name of ['old.json.1-a.tmp', 'old.txt']) utimesSync(join(directory, name), 1000, 1000)
    const store = new FileStore(directory)
    await store.save('duid', {})
    assert.deepEqual(readdirSync(directory).sort(), ['duid.json', 'new.json.2-b.tmp', 'old.txt'])
  })
})
