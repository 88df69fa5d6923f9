import assert from 'node:assert/strict'
import { decodeDhcpv6, encodeDhcpv6, MessageType } from '../../../src/wire/dhcpv6/message.ts'
import { bombard, corrupt, truncate } from '../damage.ts'
import { optionVectors } from './optionVectors.ts'

const TYPES = [...Object.values(MessageType), 0, 99]
const header = { type: MessageType.REPLY, transactionId: 1 }
const messages = optionVectors.map(({ option }) => encodeDhcpv6({ ...header, options: [option] }))
const whole = encodeDhcpv6({ ...header, options: optionVectors.map(({ option }) => option) })

describe('a damaged DHCPv6 message', () => {
  it('is a result or an error at every truncation', () => {
    const tally = { errors: 0, all: 0 }
    for (const bytes of messages) truncate(decodeDhcpv6, bytes, tally)
    // Only the header alone is a message without its option.
    assert.equal(tally.errors, tally.all - messages.length)
  })

  it('is whole only between two of its options', () => {
    const { errors, all } = truncate(decodeDhcpv6, whole)
    assert.equal(all - errors, optionVectors.length)
  })

  it('is a result or an error with any octet changed, the lengths among them', () => {
    const { errors, all } = corrupt(decodeDhcpv6, whole)
    assert.ok(all > 5_000)
    assert.ok(errors > all / 8, `${errors} of ${all}`)
  })

  it('is a result or an error when it is noise', () => {
    const { errors } = bombard(decodeDhcpv6, 100_000, TYPES, messages)
    assert.ok(errors > 50_000 && errors < 100_000, `${errors} errors`)
  })
})
