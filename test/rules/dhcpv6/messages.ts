import assert from 'node:assert/strict'
import { duid, type Duid } from '../../../src/values/duid.ts'
import { parseIpv6Address, type Ipv6Address } from '../../../src/values/ipv6Address.ts'
import { formatIpv6Prefix, parseIpv6Prefix, type Ipv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import type { LeasedPrefix } from '../../../src/rules/dhcpv6/lease.ts'
import { MessageType, type Dhcpv6Message } from '../../../src/wire/dhcpv6/message.ts'
import {
  OptionCode,
  StatusCode,
  type Dhcpv6Option,
  type IaPdOption,
  type IaPrefixOption,
} from '../../../src/wire/dhcpv6/option.ts'

/** What servers say, in few words. Lifetimes, T1 and T2 are seconds. */

export const address = (text: string): Ipv6Address => {
  const parsed = parseIpv6Address(text)
  assert.ok(parsed !== null, `${text} is no address`)
  return parsed
}

export const prefix = (text: string): Ipv6Prefix => {
  const parsed = parseIpv6Prefix(text)
  assert.ok(parsed !== null, `${text} is no prefix`)
  return parsed
}

/** The client's DUID, 0; servers have others. */
export const duidOf = (id: number): Duid => duid(Uint8Array.of(0, 3, 0, 1, 2, 0, 0, 0, 0, id))!

export const CLIENT = duidOf(0)
export const SERVER = duidOf(1)
export const SERVER_ADDRESS = address('fe80::1')

export interface IaPrefixTimes {
  readonly preferred?: number
  readonly valid?: number
}

export function iaPrefix(
  text: string,
  { preferred = 3600, valid = 7200 }: IaPrefixTimes = {},
  ...options: readonly Dhcpv6Option[]
): IaPrefixOption {
  return { code: OptionCode.IAPREFIX, prefix: prefix(text), preferred, valid, options }
}

export interface IaPdTimes {
  readonly iaid?: number
  readonly t1?: number
  readonly t2?: number
}

export function iaPd(
  { iaid = 1, t1 = 1800, t2 = 2880 }: IaPdTimes,
  ...options: readonly Dhcpv6Option[]
): IaPdOption {
  return { code: OptionCode.IA_PD, iaid, t1, t2, options }
}

export function status(name: keyof typeof StatusCode | number, message = ''): Dhcpv6Option {
  return { code: OptionCode.STATUS_CODE, status: typeof name === 'number' ? name : StatusCode[name], message }
}

export const preference = (value: number): Dhcpv6Option => ({
  code: OptionCode.PREFERENCE,
  preference: value,
})
export const rapidCommit: Dhcpv6Option = { code: OptionCode.RAPID_COMMIT }
export const solMaxRt = (seconds: number): Dhcpv6Option => ({ code: OptionCode.SOL_MAX_RT, seconds })
export const clientId = (id = CLIENT): Dhcpv6Option => ({ code: OptionCode.CLIENTID, duid: id })
export const serverId = (id = SERVER): Dhcpv6Option => ({ code: OptionCode.SERVERID, duid: id })

export const TRANSACTION = 0x123456

function answer(type: typeof MessageType.ADVERTISE | typeof MessageType.REPLY) {
  return (...options: readonly Dhcpv6Option[]): Dhcpv6Message => ({
    type,
    transactionId: TRANSACTION,
    options: [clientId(), serverId(), ...options],
  })
}

export const advertise = answer(MessageType.ADVERTISE)
export const reply = answer(MessageType.REPLY)

/** `2001:db8::/56`, one for each. */
export function texts(leased: readonly LeasedPrefix[]): string[] {
  return leased.map(({ prefix: one }) => formatIpv6Prefix(one))
}
