import { createSocket, errnoText, type InternetOptions, type InternetSocket, SystemError } from '#dgram-plus'

import { fault, type Fault } from '../../values/fault.ts'

/** A refusal by the kernel as a value. Anything else that was thrown is a mistake of ours and is thrown on. */
export function socketFault(error: unknown, where: string): Fault {
  if (!(error instanceof SystemError)) throw error
  return fault(error.code, error.syscall, where, errnoText(error.errno))
}

/** Null, or why the kernel refused `call`. */
export function attempt(where: string, call: () => void): Fault | null {
  try {
    call()
    return null
  } catch (error) {
    return socketFault(error, where)
  }
}

/** Opens a socket and has `setUp` make something of it; what the kernel refuses closes it again. */
export function openOrFault<T>(
  where: string,
  options: { readonly type: 'udp6' | 'icmp6' } & InternetOptions,
  setUp: (socket: InternetSocket) => T,
): T | Fault {
  let socket: InternetSocket | null = null
  try {
    socket = createSocket(options)
    return setUp(socket)
  } catch (error) {
    socket?.close()
    return socketFault(error, where)
  }
}
