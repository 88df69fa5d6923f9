import assert from 'node:assert/strict'
import { decodeNd, encodeNd, NdMessageType } from '../../../src/wire/nd/message.ts'
import { MALFORMED } from '../../../src/wire/nd/option.ts'
import { bombard, corrupt, truncate } from '../damage.ts'
import { ndOptionVectors } from './optionVectors.ts'

const header = { type: NdMessageType.ROUTER_SOLICITATION }
const messages = ndOptionVectors.map(({ option }) => encodeNd({ ...header, options: [option] }))
const whole = encodeNd({ ...header, options: ndOptionVectors.map(({ option }) => option) })

describe('a damaged ND message', () => {
  it('is a result or an error at every truncation', () => {
    const tally = { errors: 0, all: 0 }
    for (const bytes of messages) truncate(decodeNd, bytes, tally)
    // Only the header alone is a message without its option.
    assert.equal(tally.errors, tally.all - messages.length)
  })

  it('is whole only between two of its options', () => {
    const { errors, all } = truncate(decodeNd, whole)
    assert.equal(all - errors, ndOptionVectors.length)
  })

  it('is a result or an error with any octet changed, the lengths among them', () => {
    const { errors, all } = corrupt(decodeNd, whole)
    assert.ok(all > 3_000)
    assert.ok(errors > 50, `${errors} of ${all}`)
  })

  it('is a result or an error when it is noise', () => {
    const { errors } = bombard(decodeNd, 100_000, [133, 134, 135], messages)
    assert.ok(errors > 50_000 && errors < 100_000, `${errors} errors`)
  })

  it('has an error or a malformed option for each wrong length of a prefix', () => {
    const pio = messages.find(bytes => bytes[8] === 3)!
    for (let length = 0; length < 256; length++) {
      const bytes = pio.slice()
      bytes[9] = length
      const decoded = decodeNd(bytes)
      const believed = decoded.ok && decoded.value.options.every(option => option.type !== MALFORMED)
      assert.equal(believed, length === 4, `length ${length}`)
    }
  })
})
