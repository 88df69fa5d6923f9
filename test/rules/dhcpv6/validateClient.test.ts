import assert from 'node:assert/strict'
import fc from 'fast-check'
import { validateForClient, type ClientVerdict } from '../../../src/rules/dhcpv6/validateClient.ts'
import { ALL_DHCP_RELAY_AGENTS_AND_SERVERS, UNSPECIFIED } from '../../../src/values/ipv6Address.ts'
import {
  decodeDhcpv6,
  MessageType,
  type Dhcpv6Message,
  type RelayMessage,
} from '../../../src/wire/dhcpv6/message.ts'
import { isClientServerMessageType } from '../../../src/wire/dhcpv6/messageType.ts'
import { OptionCode, opaqueOption, type Dhcpv6Option } from '../../../src/wire/dhcpv6/option.ts'
import { address, advertise, CLIENT, clientId, duidOf, reply, serverId, TRANSACTION } from './messages.ts'

const US = address('fe80::2')

function verdict(
  message: Dhcpv6Message | RelayMessage,
  { to = US, exchange = TRANSACTION }: { to?: typeof US; exchange?: number | null } = {},
): ClientVerdict {
  return validateForClient(message, to, CLIENT, exchange)
}

const without = (message: Dhcpv6Message, code: number): Dhcpv6Message => ({
  ...message,
  options: message.options.filter(({ code: own }: { code: number }) => own !== code),
})
const withClient = (message: Dhcpv6Message, id: Dhcpv6Option): Dhcpv6Message => ({
  ...message,
  options: [id, ...without(message, OptionCode.CLIENTID).options],
})

const FOR_OTHERS = [
  MessageType.SOLICIT,
  MessageType.REQUEST,
  MessageType.CONFIRM,
  MessageType.RENEW,
  MessageType.REBIND,
  MessageType.DECLINE,
  MessageType.RELEASE,
  MessageType.INFORMATION_REQUEST,
] as const

const ANSWERS = [
  ['Advertise', advertise(), 'VAL-4'],
  ['Reply', reply(), 'VAL-7'],
] as const

describe('messages that a client takes (RFC 9915 §16)', () => {
  for (const type of FOR_OTHERS) {
    it(`drops message ${type}, which is for servers [VAL-1]`, () => {
      assert.equal(verdict({ ...reply(), type }), 'notForClients')
    })
  }

  for (const type of [MessageType.RELAY_FORW, MessageType.RELAY_REPL] as const) {
    it(`drops message ${type}, which is for relay agents and servers [VAL-1]`, () => {
      const relayed = { type, hopCount: 0, linkAddress: UNSPECIFIED, peerAddress: US, options: [] }
      assert.equal(verdict(relayed), 'notForClients')
    })
  }

  for (const [name, message, row] of ANSWERS) {
    it(`takes its own ${name} [${row}]`, () => {
      assert.equal(verdict(message), 'accept')
    })
    it(`drops an ${name} without a Server Identifier [${row}]`, () => {
      assert.equal(verdict(without(message, OptionCode.SERVERID)), 'noServerId')
    })
    it(`drops an ${name} without a Client Identifier [${row}]`, () => {
      assert.equal(verdict(without(message, OptionCode.CLIENTID)), 'noClientId')
    })
    it(`drops an ${name} with another's Client Identifier [${row}]`, () => {
      assert.equal(verdict(withClient(message, clientId(duidOf(9)))), 'foreignClientId')
    })
    it(`drops an ${name} with a Client Identifier that is longer by an octet [${row}] [DC-5]`, () => {
      const longer = clientId(Uint8Array.of(...CLIENT, 0) as typeof CLIENT)
      assert.equal(verdict(withClient(message, longer)), 'foreignClientId')
    })
    it(`drops an ${name} with another transaction id [${row}]`, () => {
      assert.equal(verdict(message, { exchange: TRANSACTION + 1 }), 'wrongTransactionId')
    })
    it(`drops an ${name} that nobody asked for [${row}]`, () => {
      assert.equal(verdict(message, { exchange: null }), 'noExchange')
    })
    it(`drops an ${name} that came by multicast [CHG-4]`, () => {
      assert.equal(verdict(message, { to: ALL_DHCP_RELAY_AGENTS_AND_SERVERS }), 'multicast')
    })
    it(`takes an ${name} with options that it does not know [DC-3]`, () => {
      const strange = { ...message, options: [opaqueOption(9999, Uint8Array.of(1)), ...message.options] }
      assert.equal(verdict(strange), 'accept')
    })
    it(`takes the first of two Client Identifiers in an ${name} [VAL-12]`, () => {
      const twice = { ...message, options: [...message.options, clientId(duidOf(9)), serverId(duidOf(8))] }
      assert.equal(verdict(twice), 'accept')
    })
  }

  it('drops a Reconfigure, which it never agreed to', () => {
    assert.equal(verdict({ ...reply(), type: MessageType.RECONFIGURE }), 'reconfigureNotNegotiated')
  })

  it('drops every other type that there is, and those that there are not [DC-3]', () => {
    const known = new Set<number>([
      ...FOR_OTHERS,
      MessageType.ADVERTISE,
      MessageType.REPLY,
      MessageType.RECONFIGURE,
    ])
    for (let type = 0; type < 256; type++) {
      if (isClientServerMessageType(type) && !known.has(type)) {
        assert.equal(verdict({ ...reply(), type }), 'unknownMessageType', `${type}`)
      } else if (!known.has(type) && type !== MessageType.RELAY_FORW && type !== MessageType.RELAY_REPL) {
        assert.ok(!decodeDhcpv6(Uint8Array.of(type, 0, 0, 1)).ok, `${type}`)
      }
    }
  })

  it('accepts only what has our ids and our transaction id, whatever else it holds [VAL-4] [VAL-7]', () => {
    const ids = fc.record({
      client: fc.option(fc.nat(2)),
      server: fc.option(fc.nat(2)),
      transactionId: fc.constantFrom(TRANSACTION, 0, 0xffffff),
    })
    fc.assert(
      fc.property(ids, fc.constantFrom(...ANSWERS), ({ client, server, transactionId }, [, message]) => {
        const options = [
          ...(client === null ? [] : [clientId(duidOf(client))]),
          ...(server === null ? [] : [serverId(duidOf(server))]),
        ]
        const ours = client === 0 && server !== null && transactionId === TRANSACTION
        assert.equal(verdict({ ...message, transactionId, options }) === 'accept', ours)
      }),
    )
  })
})
