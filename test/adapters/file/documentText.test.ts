import assert from 'node:assert/strict'
import fc from 'fast-check'
import { crc32 } from '../../../src/adapters/file/crc32.ts'
import { decodeDocument, encodeDocument } from '../../../src/adapters/file/documentText.ts'
import type { Document } from '../../../src/ports/store.ts'

const documents = fc.dictionary(
  fc.string(),
  fc.jsonValue({ noUnicodeString: false }),
) as fc.Arbitrary<Document>

describe('a document as text', () => {
  it('is read back as it was', () => {
    fc.assert(
      fc.property(documents, document => {
        const decoded = decodeDocument(encodeDocument(document))
        assert.ok('document' in decoded)
        // JSON has one zero.
        assert.deepEqual(decoded.document, JSON.parse(JSON.stringify(document)))
      }),
    )
  })

  it('never passes for another document when a bit or more of it is changed', () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.integer({ min: 1, max: 255 }), (document, where, flip) => {
        const bytes = new TextEncoder().encode(encodeDocument(document))
        const whole = decodeDocument(new TextDecoder().decode(bytes))
        bytes[where % bytes.length]! ^= flip
        const decoded = decodeDocument(new TextDecoder().decode(bytes))
        if ('document' in decoded) assert.deepEqual(decoded, whole)
      }),
      { numRuns: 300 },
    )
  })

  it('is damaged when a digit of an exponent has become another', () => {
    const text = encodeDocument({ at: 1e108 })
    assert.ok('damage' in decodeDocument(text.replace('1e+108', '1e+908')))
  })

  it('never passes for a document when its end is missing', () => {
    const text = encodeDocument({ lease: { prefix: '2001:db8::/56' } }).trimEnd()
    for (let length = 0; length < text.length; length++) {
      assert.ok('damage' in decodeDocument(text.slice(0, length)), `${length} characters`)
    }
  })

  it('has the checksum of IEEE 802.3', () => {
    assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf4_3926)
    assert.equal(crc32(new Uint8Array()), 0)
  })
})
