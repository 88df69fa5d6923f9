import assert from 'node:assert/strict'
import { ipv6Address } from '../../src/values/ipv6Address.ts'
import { ByteWriter, encodeWith } from '../../src/wire/byteWriter.ts'
import { writeSeconds } from '../../src/wire/lifetime.ts'
import { writeText } from '../../src/wire/text.ts'
import { octets } from './octets.ts'

describe('the writer', () => {
  it('writes fields in network order', () => {
    const written = encodeWith(writer => {
      writer.uint8(0xf0)
      writer.uint16(0xf1f2)
      writer.uint24(0xf3f4f5)
      writer.uint32(0xf6f7f8f9)
      writer.uint64(0xfafbfcfdfeff0001n)
      writer.ipv6Address(ipv6Address(0x02030405060708090a0b0c0d0e0f1011n))
      writer.bytes(octets('12 13'))
      writer.zeros(2)
    })
    const counting = Uint8Array.from({ length: 36 }, (_, i) => 0xf0 + i)
    assert.deepEqual(written, Uint8Array.from([...counting, 0, 0]))
  })

  it('writes zeros where an earlier message lay', () => {
    encodeWith(writer => writer.bytes(new Uint8Array(8).fill(0xff)))
    assert.deepEqual(
      encodeWith(writer => writer.zeros(8)),
      new Uint8Array(8),
    )
  })

  it('hands out octets that no later message touches', () => {
    const sizes = Array.from({ length: 3000 }, (_, i) => (i % 500 === 499 ? 20_000 : i % 40))
    const messages = sizes.map((size, i) => encodeWith(writer => writer.bytes(new Uint8Array(size).fill(i))))
    for (const [i, size] of sizes.entries()) assert.deepEqual(messages[i], new Uint8Array(size).fill(i))
  })

  it('grows', () => {
    const much = Uint8Array.from({ length: 100_000 }, (_, i) => i)
    assert.deepEqual(
      encodeWith(writer => {
        writer.uint8(1)
        writer.bytes(much)
        writer.uint32(2)
      }),
      Uint8Array.from([1, ...much, 0, 0, 0, 2]),
    )
  })

  it('is usable again after a mistake', () => {
    assert.throws(
      () =>
        encodeWith(writer => {
          writer.uint8(1)
          writer.uint8(256)
        }),
      RangeError,
    )
    assert.deepEqual(
      encodeWith(writer => writer.uint8(7)),
      octets('07'),
    )
  })

  it('writes the length of a body before it', () => {
    const written = encodeWith(writer => {
      const outer = writer.beginBody16()
      writer.uint8(0xaa)
      const inner = writer.beginBody16()
      writer.zeros(3)
      writer.endBody16(inner)
      writer.endBody16(outer)
    })
    assert.deepEqual(written, octets('00 06 aa 00 03 00 00 00'))
  })

  it('refuses a body over 65535 octets', () => {
    const body = (length: number) => () =>
      encodeWith(writer => {
        const start = writer.beginBody16()
        writer.zeros(length)
        writer.endBody16(start)
      })
    assert.equal(body(0xffff)().length, 0x10001)
    assert.throws(body(0x10000), RangeError)
  })

  const tooMuch: readonly (readonly [string, number | bigint, (writer: ByteWriter) => void])[] = [
    ['uint8', 0x100, writer => writer.uint8(0x100)],
    ['uint16', 0x10000, writer => writer.uint16(0x10000)],
    ['uint24', 0x1000000, writer => writer.uint24(0x1000000)],
    ['uint32', 0x100000000, writer => writer.uint32(0x100000000)],
    ['uint64', 1n << 64n, writer => writer.uint64(1n << 64n)],
    ['uint64', -1n, writer => writer.uint64(-1n)],
    ['uint32', -1, writer => writer.uint32(-1)],
    ['uint16', 1.5, writer => writer.uint16(1.5)],
    ['uint8', NaN, writer => writer.uint8(NaN)],
  ]
  for (const [field, value, write] of tooMuch) {
    it(`refuses ${value} as ${field}`, () => {
      assert.throws(() => write(new ByteWriter()), RangeError)
    })
  }
})

describe('a lifetime', () => {
  const lifetimes: readonly (readonly [seconds: number, field: string])[] = [
    [Infinity, 'ff ff ff ff'],
    [0xffff_ffff, 'ff ff ff fe'],
    [1e12, 'ff ff ff fe'],
    [0xffff_fffe, 'ff ff ff fe'],
    [0, '00 00 00 00'],
    [1.999, '00 00 00 01'],
    [-3, '00 00 00 00'],
  ]
  for (const [seconds, field] of lifetimes) {
    it(`of ${seconds} s is ${field}`, () => {
      assert.deepEqual(
        encodeWith(writer => writeSeconds(writer, seconds)),
        octets(field),
      )
    })
  }

  it('is a number', () => {
    assert.throws(() => encodeWith(writer => writeSeconds(writer, NaN)), RangeError)
  })
})

describe('text', () => {
  it('is UTF-8', () => {
    assert.deepEqual(
      encodeWith(writer => writeText(writer, 'é')),
      octets('c3 a9'),
    )
    assert.deepEqual(
      encodeWith(writer => writeText(writer, '')),
      octets(''),
    )
  })
})
