import assert from 'node:assert/strict'
import { ipv6Address } from '../../src/values/ipv6Address.ts'
import { decodeWith, type ByteReader } from '../../src/wire/cursor.ts'
import { readSeconds } from '../../src/wire/lifetime.ts'
import { readPrefix } from '../../src/wire/prefix.ts'
import { readText } from '../../src/wire/text.ts'
import { formatWireError, MAX_OPTION_DEPTH, type WireError } from '../../src/wire/wireError.ts'
import { octets } from './octets.ts'

const COUNTING = Uint8Array.from({ length: 64 }, (_, i) => 0xf0 + i)

describe('the reader', () => {
  it('reads unsigned fields in network order', () => {
    const fields = read(COUNTING.slice(0, 34), reader => [
      ...[reader.uint8(), reader.uint16(), reader.uint24(), reader.uint32()],
      ...[reader.uint64(), reader.ipv6Address()],
    ])
    assert.deepEqual(fields, [
      ...[0xf0, 0xf1f2, 0xf3f4f5, 0xf6f7f8f9],
      ...[0xfafbfcfdfeff0001n, 0x02030405060708090a0b0c0d0e0f1011n],
    ])
  })

  it('reads at the right place of a larger buffer', () => {
    const inside = COUNTING.subarray(16, 24)
    assert.equal(
      read(inside, reader => reader.uint64()),
      0x0001020304050607n,
    )
  })

  for (const length of [0, 6, 64, 65]) {
    it(`hands out a copy of ${length} octets, of Node's buffers too`, () => {
      const input = Buffer.from(Array.from({ length }, (_, i) => i))
      const copy = read(input, reader => reader.bytes())
      assert.deepEqual(
        copy,
        Uint8Array.from({ length }, (_, i) => i),
      )
      input.fill(0xff)
      assert.deepEqual(
        copy,
        Uint8Array.from({ length }, (_, i) => i),
      )
    })
  }

  const short: readonly (readonly [string, number, (reader: ByteReader) => unknown])[] = [
    ['an octet', 1, reader => reader.uint8()],
    ['16 bits', 2, reader => reader.uint16()],
    ['24 bits', 3, reader => reader.uint24()],
    ['32 bits', 4, reader => reader.uint32()],
    ['64 bits', 8, reader => reader.uint64()],
    ['an address', 16, reader => reader.ipv6Address()],
    ['octets', 5, reader => reader.bytes(5)],
    ['octets to skip', 5, reader => reader.skip(5)],
    ['a body', 5, reader => reader.enter('body', 5)],
  ]
  for (const [what, length, take] of short) {
    it(`does not read ${what} beyond the window`, () => {
      const error = refusal(new Uint8Array(length - 1), take)
      assert.equal(error.kind, 'truncated')
      assert.equal(error.message, `${length} octets wanted, ${length - 1} left`)
      // The octets are there, but belong to what follows the window.
      const within = refusal(new Uint8Array(length), reader => {
        const outer = reader.enter('outer', length - 1)
        take(reader)
        reader.leave(outer)
      })
      assert.equal(within.kind, 'truncated')
      assert.equal(within.path.split('/')[0], 'outer')
    })
  }

  it('wants every window read to its end', () => {
    const error = refusal(new Uint8Array(4), reader => {
      const outer = reader.enter('body', 3)
      reader.uint16()
      reader.leave(outer)
    })
    assert.deepEqual(error, { kind: 'trailing', path: 'body', offset: 2, message: '1 octets left over' })
    assert.equal(refusal(new Uint8Array(1), () => null).kind, 'trailing')
  })

  it('goes eight bodies deep', () => {
    const dig = (levels: number) => (reader: ByteReader) => {
      for (let i = 0; i < levels; i++) reader.enter(`${i}`, 0)
    }
    assert.equal(
      read(new Uint8Array(), reader => dig(MAX_OPTION_DEPTH)(reader)),
      undefined,
    )
    const error = refusal(new Uint8Array(), dig(MAX_OPTION_DEPTH + 1))
    assert.equal(error.kind, 'tooDeep')
    assert.equal(error.path, '0/1/2/3/4/5/6/7/8')
  })

  it('says path and offset of a fault found by the caller', () => {
    const error = refusal(new Uint8Array(4), reader => {
      reader.enter('IA_PD', 4)
      reader.uint8()
      reader.enter('IAPREFIX', 3)
      reader.uint8()
      reader.fail('invalid', 'no')
    })
    assert.deepEqual(error, { kind: 'invalid', path: 'IA_PD/IAPREFIX', offset: 2, message: 'no' })
    assert.equal(formatWireError(error), 'invalid at octet 2 in IA_PD/IAPREFIX: no')
    assert.equal(formatWireError({ ...error, path: '' }), 'invalid at octet 2: no')
  })

  it('reads on after a body that was malformed', () => {
    const seen = read(octets('01 02 03 04'), reader => {
      const attempt = reader.attempt('body', 2, inner => {
        inner.enter('deeper', 1)
        return inner.uint16()
      })
      return [attempt, reader.bytes(2), reader.attempt('next', 2, inner => inner.uint16())]
    })
    const error = { kind: 'truncated', path: 'body/deeper', offset: 0, message: '2 octets wanted, 1 left' }
    assert.deepEqual(seen, [{ ok: false, error }, octets('01 02'), { ok: true, value: 0x0304 }])
  })

  it('lets mistakes of our own through', () => {
    assert.throws(() => decodeWith(new Uint8Array(), () => [].at(0)!['length']), TypeError)
  })
})

describe('a field of a meaning', () => {
  it('is infinite seconds when all bits are set', () => {
    assert.equal(read(octets('ff ff ff ff'), readSeconds), Infinity)
    assert.equal(read(octets('ff ff ff fe'), readSeconds), 0xfffffffe)
  })

  it('is a prefix without the bits beyond its length', () => {
    const all = new Uint8Array(16).fill(0xff)
    const top = ipv6Address(0xffff_ffff_fffen << 80n)
    assert.deepEqual(
      read(all, reader => readPrefix(reader, 47)),
      { address: top, length: 47 },
    )
    assert.equal(refusal(all, reader => readPrefix(reader, 129)).message, 'prefix length 129')
  })

  it('is text, whatever the octets', () => {
    assert.equal(read(octets('c3 a9'), readText), 'é')
    assert.equal(read(octets('61 e9 62'), readText), 'a\u{fffd}b')
    assert.equal(read(octets('ef bb bf 61'), readText), '\u{feff}a')
    assert.equal(read(new Uint8Array(), readText), '')
  })
})

function read<T>(bytes: Uint8Array, decode: (reader: ByteReader) => T): T {
  const decoded = decodeWith(bytes, decode)
  assert.ok(decoded.ok, 'decodes')
  return decoded.value
}

function refusal(bytes: Uint8Array, decode: (reader: ByteReader) => unknown): WireError {
  const decoded = decodeWith(bytes, decode)
  assert.ok(!decoded.ok, 'does not decode')
  return decoded.error
}
