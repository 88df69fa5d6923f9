import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseHex } from '../../../src/values/bytes.ts'
import { decodeLink, writeLink, writeLinkDump, type LinkMessage } from '../../../src/wire/rtnetlink/link.ts'
import { annotated, onlyMessage, written } from './annotated.ts'
import { BRIDGE_PORT_REMOVED, LINK_IN_DUMP } from './vectors.ts'

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const name = fc.string({ unit: 'grapheme', maxLength: 15 }).map(text => text.replaceAll('\0', '_'))
const octets = fc.uint8Array({ maxLength: 20 })

const links: fc.Arbitrary<LinkMessage> = fc.record(
  {
    family: fc.constantFrom(0, 7, 10),
    hardwareType: fc.integer({ min: 0, max: 0xffff }),
    index: fc.integer({ min: 0, max: 0x7fff_ffff }),
    flags: u32,
    change: u32,
    name: fc.option(name),
    alternativeNames: fc.array(name, { maxLength: 3 }),
    mtu: fc.option(u32),
    address: fc.option(octets),
    operationalState: fc.option(fc.integer({ min: 0, max: 255 })),
    carrier: fc.option(fc.boolean()),
    parent: fc.option(u32),
    master: fc.option(u32),
    kind: fc.option(name),
    portKind: fc.option(name),
  },
  { noNullPrototype: true },
)

describe('wire/rtnetlink: links', () => {
  it('reads a link from a dump of the kernel', () => {
    assert.deepEqual(decodeLink(onlyMessage(LINK_IN_DUMP).payload), {
      ok: true,
      value: {
        family: 0,
        hardwareType: 1,
        index: 3,
        flags: 0x11043,
        change: 0,
        name: 'lan0',
        alternativeNames: ['customer-one'],
        mtu: 1492,
        address: parseHex('020000000001'),
        operationalState: 6,
        carrier: true,
        parent: 2,
        master: null,
        kind: 'veth',
        portKind: null,
      },
    })
  })

  it("tells a bridge's word about its port by the family", () => {
    const result = decodeLink(onlyMessage(BRIDGE_PORT_REMOVED).payload)
    assert(result.ok)
    const { family, index, name, master, kind } = result.value
    assert.deepEqual(
      { family, index, name, master, kind },
      { family: 7, index: 2, name: 'peer0', master: 4, kind: null },
    )
  })

  it('asks for all links without counters', () => {
    const { payload } = written(writeLinkDump)
    assert.deepEqual(
      payload.octets(0, payload.length),
      annotated('00 00 0000 00000000 00000000 00000000  0800 1d00 08000000'),
    )
  })

  it('gives back every link that it wrote, in either byte order', () => {
    fc.assert(
      fc.property(links, fc.boolean(), (link, littleEndian) => {
        const { payload } = written(writer => writeLink(writer, link), littleEndian)
        assert.deepEqual(decodeLink(payload), { ok: true, value: link })
      }),
    )
  })

  it('names the attribute and the octet of a fault', () => {
    const { payload } = written(writer => {
      writeLink(writer, { index: 1 })
      writer.attribute(18, () => writer.attribute(1, () => writer.u8(0x62)).u16(9))
    })
    const result = decodeLink(payload)
    assert(!result.ok)
    assert.deepEqual(result.error, {
      kind: 'truncated',
      path: '18',
      offset: 44,
      message: 'attribute of 0 octets, 2 left',
    })
  })

  it('refuses an MTU of another size', () => {
    const { payload } = written(writer => {
      writeLink(writer, {})
      writer.attribute(4, () => writer.u16(1500))
    })
    const result = decodeLink(payload)
    assert(!result.ok)
    assert.deepEqual([result.error.path, result.error.offset], ['4', 36])
  })
})
