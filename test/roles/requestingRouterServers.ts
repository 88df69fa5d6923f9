import { sameBytes } from '../../src/values/bytes.ts'
import type { Duid } from '../../src/values/duid.ts'
import type { Ipv6Address } from '../../src/values/ipv6Address.ts'
import { MessageType, type Dhcpv6Message } from '../../src/wire/dhcpv6/message.ts'
import { findOption, OptionCode, type Dhcpv6Option } from '../../src/wire/dhcpv6/option.ts'
import {
  address,
  duidOf,
  iaPd,
  iaPrefix,
  preference,
  rapidCommit,
  serverId,
  status,
} from '../rules/dhcpv6/messages.ts'
import type { Server } from './requestingRouterLab.ts'

export interface Habits {
  /** Tells it apart: DUID and address. */
  readonly id?: number
  readonly prefix?: string
  readonly preferred?: number
  readonly valid?: number
  readonly t1?: number
  readonly t2?: number
  readonly preference?: number
  readonly rapid?: boolean
  readonly more?: readonly Dhcpv6Option[]
  /** Says something else than a good server would: options beside the ids; null is silence; undefined as usual. */
  readonly instead?: (message: Dhcpv6Message) => readonly Dhcpv6Option[] | null | undefined
}

/** A server that does as RFC 9915 §18.3 says, but for its habits, which may be changed at any time. */
export class ScriptedServer implements Server {
  habits: Habits
  readonly address: Ipv6Address
  readonly duid: Duid

  constructor(habits: Habits = {}) {
    this.habits = habits
    this.address = address(`fe80::${habits.id ?? 1}`)
    this.duid = duidOf(habits.id ?? 1)
  }

  answer(message: Dhcpv6Message): Dhcpv6Message | null {
    const named = findOption(message.options, OptionCode.SERVERID)
    if (named !== undefined && !sameBytes(named.duid, this.duid)) return null
    const { instead, more = [] } = this.habits
    const special = instead?.(message)
    if (special === null) return null
    const type = this.#answers(message)
    const options = special ?? [...this.#grant(message), ...more]
    const flags = type === MessageType.REPLY && message.type === MessageType.SOLICIT ? [rapidCommit] : []
    return {
      type,
      transactionId: message.transactionId,
      options: [
        findOption(message.options, OptionCode.CLIENTID)!,
        serverId(this.duid),
        ...(type === MessageType.ADVERTISE ? [preference(this.habits.preference ?? 0)] : []),
        ...flags,
        ...options,
      ],
    }
  }

  #answers(message: Dhcpv6Message): typeof MessageType.ADVERTISE | typeof MessageType.REPLY {
    const rapid =
      this.habits.rapid === true && findOption(message.options, OptionCode.RAPID_COMMIT) !== undefined
    return message.type === MessageType.SOLICIT && !rapid ? MessageType.ADVERTISE : MessageType.REPLY
  }

  #grant(message: Dhcpv6Message): readonly Dhcpv6Option[] {
    if (message.type === MessageType.RELEASE) return [status('Success')]
    const { prefix = '2001:db8::/56', preferred = 3600, valid = 7200, t1 = 1800, t2 = 2880 } = this.habits
    const iaid = findOption(message.options, OptionCode.IA_PD)?.iaid ?? 1
    return [iaPd({ iaid, t1, t2 }, iaPrefix(prefix, { preferred, valid }))]
  }
}

/** Options for these messages; to all others as usual. */
export function insteadOf(
  type: Dhcpv6Message['type'] | readonly Dhcpv6Message['type'][],
  ...options: readonly Dhcpv6Option[]
): NonNullable<Habits['instead']> {
  const types = [type].flat()
  return message => (types.includes(message.type) ? options : undefined)
}

export const silence = (): null => null
