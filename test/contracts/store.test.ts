import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileStore } from '../../src/adapters/file/fileStore.ts'
import { MemoryStore } from '../fakes/memoryStore.ts'
import { storeContract } from './store.ts'

describe('a store in files', () => {
  storeContract(() => {
    const directory = mkdtempSync(join(tmpdir(), 'kd6-store-'))
    return {
      store: new FileStore(directory),
      reopen: () => new FileStore(directory),
      damage: name => {
        const path = join(directory, `${name}.json`)
        writeFileSync(path, readFileSync(path, 'utf8').replace('2001:db8', '2001:db9'))
      },
      dispose: () => rmSync(directory, { recursive: true }),
    }
  })
})

describe('a store in memory', () => {
  storeContract(() => {
    const store = new MemoryStore()
    return {
      store,
      reopen: () => new MemoryStore(store.files),
      damage: name => store.damage(name),
      dispose: () => store.files.clear(),
    }
  })
})
