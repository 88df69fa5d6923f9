import { messageTypeName } from '../../wire/dhcpv6/message.ts'

/** A message's name as the RFCs write it in a sentence: `Solicit`, `Information-request`. */
export function messageTitle(type: number): string {
  const name = messageTypeName(type)
  return name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', '-')
}
