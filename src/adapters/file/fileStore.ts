import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Document, Store } from '../../ports/store.ts'
import { faultFromError } from '../../values/errnoFault.ts'
import { fault, type Fault } from '../../values/fault.ts'
import { decodeDocument, encodeDocument } from './documentText.ts'
import { removeFile, replaceFile, sweepTemporaries } from './replaceFile.ts'

/** What shall be in a file next; null for none. */
interface Turn {
  text: string | null
  readonly done: Promise<Fault | null>
}

/** A directory with one JSON file for each document. It is made at the first save. */
export class FileStore implements Store {
  readonly #directory: string
  /** The turn that has not begun yet, and the last one begun or waiting, of each document. */
  readonly #waiting = new Map<string, Turn>()
  readonly #latest = new Map<string, Promise<Fault | null>>()
  #swept = false

  constructor(directory: string) {
    this.#directory = directory
  }

  load(name: string): Document | null | Fault {
    const path = this.#path(name)
    let text: string
    try {
      text = readFileSync(path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      return faultFromError(error, 'read', path)
    }
    const decoded = decodeDocument(text)
    if ('document' in decoded) return decoded.document
    return fault('EBADMSG', 'load', path, `${decoded.damage}; restore it, or remove it to begin anew`)
  }

  /** Throws RangeError for a number that JSON cannot hold. */
  save(name: string, value: Document): Promise<Fault | null> {
    return this.#enqueue(name, encodeDocument(value))
  }

  remove(name: string): Promise<Fault | null> {
    return this.#enqueue(name, null)
  }

  /** Resolves when all that was asked for so far is on disk or has failed. */
  async settled(): Promise<void> {
    await Promise.all(this.#latest.values())
  }

  #enqueue(name: string, text: string | null): Promise<Fault | null> {
    const waiting = this.#waiting.get(name)
    if (waiting !== undefined) {
      waiting.text = text
      return waiting.done
    }
    const before = this.#latest.get(name) ?? Promise.resolve()
    const done = before.then(() => {
      this.#waiting.delete(name)
      return this.#write(name, turn.text)
    })
    const turn: Turn = { text, done }
    this.#waiting.set(name, turn)
    this.#latest.set(name, done)
    return done
  }

  async #write(name: string, text: string | null): Promise<Fault | null> {
    const path = this.#path(name)
    try {
      await (text === null ? removeFile(path) : replaceFile(path, text))
    } catch (error) {
      return faultFromError(error, 'write', path)
    }
    if (!this.#swept) {
      this.#swept = true
      await sweepTemporaries(this.#directory)
    }
    return null
  }

  /** A port's name may hold anything but a slash and blanks; a document's anything. */
  #path(name: string): string {
    return join(this.#directory, `${encodeURIComponent(name)}.json`)
  }
}
