import assert from 'node:assert/strict'
import fc from 'fast-check'
import { ByteWriter } from '../../src/wire/byteWriter.ts'
import { decodeWith } from '../../src/wire/cursor.ts'
import {
  parseDomainName,
  readDomainName,
  readDomainNames,
  writeDomainName,
} from '../../src/wire/domainName.ts'
import { octets } from './octets.ts'

const EXAMPLE_ORG = octets('07 65 78 61 6d 70 6c 65  03 6f 72 67  00')

describe('a domain name', () => {
  const names: readonly (readonly [name: string, wire: Uint8Array])[] = [
    ['example.org', EXAMPLE_ORG],
    ['.', octets('00')],
    ['_x-1.A', octets('04 5f 78 2d 31  01 41  00')],
    ['a\\.b.c', octets('03 61 2e 62  01 63  00')],
    ['a\\\\b', octets('03 61 5c 62  00')],
    ['\\000\\032\\127\\255', octets('04 00 20 7f ff  00')],
    ['l'.repeat(63), Uint8Array.from([63, ...Array<number>(63).fill(0x6c), 0])],
  ]
  for (const [name, wire] of names) {
    it(`is the same both ways: ${name}`, () => {
      assert.deepEqual(decodeWith(wire, readDomainName), { ok: true, value: name })
      assert.deepEqual(written(name), wire)
    })
  }

  it('may be typed with a dot at its end or with needless escapes', () => {
    assert.deepEqual(parseDomainName('example.org.'), EXAMPLE_ORG)
    assert.deepEqual(parseDomainName('\\e\\120ample.org'), EXAMPLE_ORG)
  })

  const wrong = [
    '',
    '..',
    '.org',
    'a..b',
    'a.b..',
    'l'.repeat(64),
    'é.fr',
    'a b',
    'a\\',
    '\\256',
    '\\25',
    'a\\é',
  ]
  for (const name of wrong) {
    it(`is not '${name}'`, () => {
      assert.equal(parseDomainName(name), null)
      assert.throws(() => written(name), RangeError)
    })
  }

  it('has at most 255 octets', () => {
    const longest = [...Array<string>(3).fill('l'.repeat(63)), 'l'.repeat(61)].join('.')
    assert.equal(parseDomainName(longest)?.length, 255)
    assert.deepEqual(decodeWith(written(longest), readDomainName), { ok: true, value: longest })
    assert.equal(parseDomainName(`${longest}l`), null)
    const wire = written(longest)
    const longer = Uint8Array.from([...wire.slice(0, 192), 62, 0x6c, ...wire.slice(193)])
    assert.equal(refusal(longer).message, 'domain name over 255 octets')
  })

  it('is not compressed', () => {
    assert.deepEqual(refusal(octets('01 61 c0 00')), {
      kind: 'invalid',
      path: '',
      offset: 2,
      message: 'label length 192',
    })
  })

  it('ends with the root', () => {
    assert.equal(refusal(octets('03 6f 72 67')).kind, 'truncated')
    assert.equal(refusal(octets('03 6f 72')).kind, 'truncated')
    assert.equal(refusal(octets('00 01')).kind, 'trailing')
  })

  it('comes in lists', () => {
    const list = Uint8Array.from([...EXAMPLE_ORG, 0, ...EXAMPLE_ORG])
    assert.deepEqual(decodeWith(list, readDomainNames), {
      ok: true,
      value: ['example.org', '.', 'example.org'],
    })
  })

  it('is the same after any octets went both ways', () => {
    const label = fc.uint8Array({ minLength: 1, maxLength: 63 })
    fc.assert(
      fc.property(fc.array(label, { maxLength: 3 }), labels => {
        const wire = Uint8Array.from([...labels.flatMap(octetsOf => [octetsOf.length, ...octetsOf]), 0])
        const decoded = decodeWith(wire, readDomainName)
        assert.ok(decoded.ok)
        assert.deepEqual(written(decoded.value), wire)
      }),
    )
  })
})

function written(name: string): Uint8Array {
  const writer = new ByteWriter()
  writeDomainName(writer, name)
  return writer.take()
}

function refusal(wire: Uint8Array) {
  const decoded = decodeWith(wire, readDomainName)
  assert.ok(!decoded.ok)
  return decoded.error
}
