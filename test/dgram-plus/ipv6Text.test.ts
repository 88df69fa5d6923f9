import assert from 'node:assert/strict'
import fc from 'fast-check'

import { readIpv6, writeIpv6 } from '../../src/dgram-plus/ipv6Text.ts'

const octets = fc.uint8Array({ minLength: 16, maxLength: 16 })
/** Mostly zeros, so that runs of all lengths meet. */
const sparse = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  })
  .map(groups => Uint8Array.from(groups.flatMap(group => [group >> 8, group & 0xff])))

function octetsOf(text: string): Uint8Array {
  const written = new Uint8Array(20).fill(0xee)
  writeIpv6(written, 2, text)
  assert.deepEqual([...written.subarray(0, 2), ...written.subarray(18)], [0xee, 0xee, 0xee, 0xee])
  return written.subarray(2, 18)
}

describe('dgram-plus: addresses as text', () => {
  it('prints what the URL standard prints (RFC 5952), and reads it back', () => {
    fc.assert(
      fc.property(fc.oneof(octets, sparse), address => {
        const text = readIpv6(address, 0)
        assert.equal(new URL(`http://[${text}]/`).hostname, `[${text}]`)
        assert.deepEqual(octetsOf(text), address)
      }),
    )
  })

  it('reads every notation', () => {
    const texts = {
      '::': '00000000000000000000000000000000',
      '1::': '00010000000000000000000000000000',
      'FE80::0001': 'fe800000000000000000000000000001',
      '::ffff:192.0.2.1': '00000000000000000000ffffc0000201',
      '64:ff9b::192.0.2.33': '0064ff9b0000000000000000c0000221',
      '1:2:3:4:5:6:7:8': '00010002000300040005000600070008',
      '1:2:3:4:5:6:7::': '00010002000300040005000600070000',
    }
    for (const [text, hex] of Object.entries(texts)) {
      assert.equal(Buffer.from(octetsOf(text)).toString('hex'), hex, text)
    }
  })

  it('leaves out the first of the longest runs of two zero groups and more', () => {
    const texts = ['1:0:0:2::', '2001:db8::1:0:0:1', '1:0:2:3:4:5:6:7', '::1', '::', 'fe80::']
    for (const text of texts) assert.equal(readIpv6(octetsOf(text), 0), text)
  })

  it('refuses what is no address', () => {
    for (const text of ['', ':::', '1::2::3', '192.0.2.1', 'fe80::1%lo', '1:2:3:4:5:6:7', 'g::', '::1/128']) {
      assert.throws(() => octetsOf(text), { code: 'ERR_INVALID_ARG_VALUE' }, text)
    }
    assert.throws(() => writeIpv6(new Uint8Array(16), 0, new Uint8Array(15)), {
      code: 'ERR_INVALID_ARG_VALUE',
    })
  })
})
