import assert from 'node:assert/strict'
import { formatHex } from '../../src/values/bytes.ts'
import { drawUint32, seedRandom, type RandomState } from '../../src/values/random.ts'
import type { Decoded } from '../../src/wire/wireError.ts'

type Decode = (bytes: Uint8Array) => Decoded<unknown>

/** How many inputs gave an error, of how many. */
export interface Tally {
  errors: number
  all: number
}

/** Decodes; the result must be a value, or an error whose place lies within the input. A throw fails the test. */
function decodeInto(tally: Tally, decode: Decode, bytes: Uint8Array): void {
  const result = decode(bytes)
  tally.all++
  if (result.ok) return
  tally.errors++
  const { offset, message } = result.error
  assert.ok(offset >= 0 && offset <= bytes.length, `offset ${offset} in ${formatHex(bytes)}`)
  assert.notEqual(message, '')
}

/** Every beginning of `bytes` that is shorter than all of it. */
export function truncate(decode: Decode, bytes: Uint8Array, tally: Tally = { errors: 0, all: 0 }): Tally {
  for (let length = 0; length < bytes.length; length++) decodeInto(tally, decode, bytes.slice(0, length))
  return tally
}

/** Every octet, the lengths among them, with each bit flipped, and at its least, its greatest and both neighbours. */
export function corrupt(decode: Decode, bytes: Uint8Array, tally: Tally = { errors: 0, all: 0 }): Tally {
  const copy = bytes.slice()
  for (let i = 0; i < bytes.length; i++) {
    const octet = bytes[i]!
    const others = [...[1, 2, 4, 8, 16, 32, 64, 128].map(bit => octet ^ bit), 0, 255, octet + 1, octet - 1]
    for (const other of others) {
      copy[i] = other
      decodeInto(tally, decode, copy)
    }
    copy[i] = octet
  }
  return tally
}

/**
 * `count` inputs from a seed: half of them noise behind one of the `openings`, half of them a vector with a few octets
 * overwritten, taken out or put in.
 */
export function bombard(
  decode: Decode,
  count: number,
  openings: readonly number[],
  vectors: readonly Uint8Array[],
): Tally {
  const tally = { errors: 0, all: 0 }
  const draw = generator([1, 2, 3, 4])
  for (let i = 0; i < count; i++) {
    const bytes = i % 2 === 0 ? noise(draw, openings) : mutant(draw, vectors[draw(vectors.length)]!)
    decodeInto(tally, decode, bytes)
  }
  return tally
}

function noise(draw: (below: number) => number, openings: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(draw(200))
  // Small octets make plausible codes and lengths, so that the noise gets past the first option.
  for (let i = 0; i < bytes.length; i++) {
    const drawn = draw(0x400)
    bytes[i] = drawn < 0x100 ? drawn : drawn % 30
  }
  if (bytes.length > 0) bytes[0] = openings[draw(openings.length)]!
  return bytes
}

function mutant(draw: (below: number) => number, vector: Uint8Array): Uint8Array {
  const bytes = [...vector]
  for (let changes = draw(4); changes >= 0; changes--) {
    const at = draw(bytes.length)
    const kind = draw(3)
    if (kind === 0) bytes[at] = draw(256)
    else if (kind === 1) bytes.splice(at, draw(8))
    else bytes.splice(at, 0, draw(256))
  }
  return Uint8Array.from(bytes)
}

function generator(seed: RandomState): (below: number) => number {
  let state = seedRandom(seed)
  return below => {
    const { value, next } = drawUint32(state)
    state = next
    return value % Math.max(below, 1)
  }
}
