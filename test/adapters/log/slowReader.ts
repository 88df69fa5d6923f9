import { Writable } from 'node:stream'

/** A stream whose reader takes nothing until `read` is called. */
export class SlowReader extends Writable {
  text = ''
  #taken: (() => void) | null = null
  #reading = false

  constructor() {
    super({ decodeStrings: false })
  }

  override _write(text: string | Buffer, _encoding: string, done: () => void): void {
    this.text += text.toString()
    if (this.#reading) done()
    else this.#taken = done
  }

  /** From now on all is taken at once. */
  read(): void {
    this.#reading = true
    this.#taken?.()
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1)
  }
}

/** One that takes all at once. */
export function quickReader(): SlowReader {
  const reader = new SlowReader()
  reader.read()
  return reader
}
