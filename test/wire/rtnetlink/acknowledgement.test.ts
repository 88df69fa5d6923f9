import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  decodeDone,
  decodeError,
  writeDone,
  writeError,
} from '../../../src/wire/rtnetlink/acknowledgement.ts'
import { NLM_F_ACK_TLVS, NLM_F_CAPPED } from '../../../src/wire/rtnetlink/constants.ts'
import { annotated, onlyMessage, written } from './annotated.ts'
import { ACKNOWLEDGED, DUMP_REFUSED, ERROR_CAPPED, ERROR_UNCAPPED } from './vectors.ts'

const NOTHING_SAID = { text: null, attributeOffset: null, missingAttribute: null }
const EEXIST = { ...NOTHING_SAID, errno: 17, text: 'ipv6: address already assigned' }

const verdicts = fc.record(
  {
    errno: fc.integer({ min: 0, max: 4095 }),
    text: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 }).map(text => text.replaceAll('\0', ' '))),
    attributeOffset: fc.option(fc.integer({ min: 0, max: 0xffff_ffff })),
    missingAttribute: fc.option(fc.integer({ min: 0, max: 0xffff_ffff })),
  },
  { noNullPrototype: true },
)

describe('wire/rtnetlink: acknowledgements', () => {
  it('reads a success', () => {
    assert.deepEqual(decodeError(onlyMessage(ACKNOWLEDGED)), {
      ok: true,
      value: { ...NOTHING_SAID, errno: 0 },
    })
  })

  it('finds the extended acknowledgement behind a capped quotation', () => {
    assert.deepEqual(decodeError(onlyMessage(ERROR_CAPPED)), { ok: true, value: EEXIST })
  })

  it('finds the extended acknowledgement behind the whole request', () => {
    assert.deepEqual(decodeError(onlyMessage(ERROR_UNCAPPED)), { ok: true, value: EEXIST })
  })

  it('reads why a dump was refused from its end', () => {
    assert.deepEqual(decodeDone(onlyMessage(DUMP_REFUSED)), {
      ok: true,
      value: { ...NOTHING_SAID, errno: 22, text: 'Invalid values in header for FIB dump request' },
    })
  })

  it('takes no attributes where the flag does not announce them', () => {
    const octets = Uint8Array.from(ERROR_CAPPED)
    octets[7] = NLM_F_CAPPED >> 8
    assert.deepEqual(decodeError(onlyMessage(octets)), { ok: true, value: { ...EEXIST, text: null } })
  })

  it('survives a quotation that claims to be four gigabytes long', () => {
    const message = onlyMessage(
      annotated(`
        24000000 0200 0002 07000000 00000000
        efffffff
        ffffffff 1400 0506 07000000 00000000`),
    )
    assert.deepEqual(decodeError(message), { ok: true, value: { ...EEXIST, text: null } })
  })

  it('refuses one that ends within the quoted header', () => {
    const message = onlyMessage(annotated('1c000000 0200 0002 07000000 00000000  efffffff 20000000 10000500'))
    const result = decodeError(message)
    assert(!result.ok)
    assert.deepEqual([result.error.kind, result.error.offset], ['truncated', 20])
  })

  it('gives back every verdict that it wrote', () => {
    const request = { type: 20, flags: 5, sequence: 9 }
    fc.assert(
      fc.property(verdicts, fc.boolean(), (verdict, littleEndian) => {
        const flags = NLM_F_CAPPED | NLM_F_ACK_TLVS
        const error = written(writer => writeError(writer, request, verdict), littleEndian)
        assert.deepEqual(decodeError({ ...error, flags }), { ok: true, value: verdict })
        const done = written(writer => writeDone(writer, verdict), littleEndian)
        assert.deepEqual(decodeDone({ ...done, flags: NLM_F_ACK_TLVS }), { ok: true, value: verdict })
      }),
    )
  })
})
