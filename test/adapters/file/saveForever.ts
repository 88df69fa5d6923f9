import { FileStore } from '../../../src/adapters/file/fileStore.ts'

/** Run as a process of its own, to be killed: saves without end and says what has been saved for certain. */
const store = new FileStore(process.argv[2]!)
const filler = 'x'.repeat(20_000)
for (let n = 1; ; n++) {
  const refusal = await store.save('document', { n, filler, again: n })
  if (refusal !== null) throw new Error(refusal.message)
  process.stdout.write(`${n}\n`)
}
