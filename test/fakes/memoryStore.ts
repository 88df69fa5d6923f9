import { decodeDocument, encodeDocument } from '../../src/adapters/file/documentText.ts'
import type { Document, Store } from '../../src/ports/store.ts'
import { fault, type Fault } from '../../src/values/fault.ts'

/** A store that forgets with the process. Give the same `files` to another one to play a restart. */
export class MemoryStore implements Store {
  readonly files: Map<string, string>
  /** What `save` and `remove` return, and then do nothing, until it is null again. */
  refusal: Fault | null = null

  constructor(files = new Map<string, string>()) {
    this.files = files
  }

  load(name: string): Document | null | Fault {
    const text = this.files.get(name)
    if (text === undefined) return null
    const decoded = decodeDocument(text)
    return 'document' in decoded ? decoded.document : fault('EBADMSG', 'load', name, decoded.damage)
  }

  save(name: string, value: Document): Promise<Fault | null> {
    const text = encodeDocument(value)
    if (this.refusal === null) this.files.set(name, text)
    return Promise.resolve(this.refusal)
  }

  remove(name: string): Promise<Fault | null> {
    if (this.refusal === null) this.files.delete(name)
    return Promise.resolve(this.refusal)
  }

  damage(name: string): void {
    this.files.set(name, (this.files.get(name) ?? '').slice(0, -10))
  }
}
