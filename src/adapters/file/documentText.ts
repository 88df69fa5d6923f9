import type { Document } from '../../ports/store.ts'
import { crc32 } from './crc32.ts'

const FORMAT = 1

/**
 * A document as its file holds it: JSON with a format version and a checksum over the body's compact JSON. Throws
 * RangeError for a number that JSON cannot hold (an infinite lifetime needs a spelling of its own).
 */
export function encodeDocument(body: Document): string {
  return JSON.stringify({ format: FORMAT, crc32: checksum(body), body }, refuseLoss, 2) + '\n'
}

/** The document, or what is wrong with the text. */
export function decodeDocument(text: string): { document: Document } | { damage: string } {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return { damage: text === '' ? 'the file is empty' : 'the file is no JSON' }
  }
  if (!isObject(file) || !('format' in file) || !isObject(file['body'])) {
    return { damage: 'this is no document of kd6' }
  }
  if (file['format'] !== FORMAT)
    return { damage: `format ${String(file['format'])} is not known to this kd6` }
  if (file['crc32'] !== checksum(file['body'])) return { damage: 'the checksum does not match' }
  return { document: file['body'] as Document }
}

/** A damaged exponent may read as a number beyond all: that is for the checksum to find, not to trip over. */
function checksum(body: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  return crc32(bytes).toString(16).padStart(8, '0')
}

function refuseLoss(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${key} is ${value}`)
  return value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
