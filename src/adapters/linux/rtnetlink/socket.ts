import { constants, createSocket, SystemError, type NetlinkSocket } from '#dgram-plus'
import type { Fault } from '../../../values/fault.ts'
import { NETLINK_ROUTE } from '../../../wire/rtnetlink/constants.ts'
import { attempt, socketFault } from '../socketFault.ts'

export interface RtnetlinkSocket {
  /**
   * One or more messages in one system call; the kernel has acted on all of them when it returns. The result is an
   * errno, 0 for success.
   */
  send(messages: Uint8Array): number
  /** Delivers at once what the kernel has answered already. */
  receive(): void
  close(): void
}

export interface RtnetlinkSocketOptions {
  /** RTNLGRP_* to join. */
  readonly groups: readonly number[]
  /** Octets of the kernel's queue towards us. */
  readonly receiveBuffer: number
}

export interface RtnetlinkSocketEvents {
  /** Messages of the kernel. Valid only during the call. */
  onMessages(messages: Uint8Array): void
  /** Messages were lost; all that came before has been delivered. */
  onLoss(): void
}

export type OpenRtnetlinkSocket = (
  options: RtnetlinkSocketOptions,
  events: RtnetlinkSocketEvents,
) => RtnetlinkSocket | Fault

const WHERE = 'rtnetlink socket'
/** Datagrams taken at a time; a dump's have up to 32 KB each. */
const BATCH_SIZE = 16
const { SOL_NETLINK, NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK } = constants

export const openRtnetlinkSocket: OpenRtnetlinkSocket = ({ groups, receiveBuffer }, events) => {
  let socket: NetlinkSocket | null = null
  try {
    socket = createSocket({
      type: 'netlink',
      protocol: NETLINK_ROUTE,
      recvBufferSize: receiveBuffer,
      batchSize: BATCH_SIZE,
    })
    return setUp(socket, groups, events)
  } catch (error) {
    socket?.close()
    return socketFault(error, WHERE)
  }
}

function setUp(
  socket: NetlinkSocket,
  groups: readonly number[],
  events: RtnetlinkSocketEvents,
): RtnetlinkSocket {
  // Kernels before 4.2, 4.12 and 4.20 know one less of these each; all of it works without them.
  for (const option of [NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK]) {
    attempt(WHERE, () => socket.setOption(SOL_NETLINK, option, 1))
  }
  socket.on('message', (message, { port, size }) => {
    // Any process of the machine may write to us; only port 0 is the kernel.
    if (port !== 0) return
    events.onMessages(message)
    if (size > message.length) events.onLoss()
  })
  socket.on('error', error => {
    if (!(error instanceof SystemError)) throw error
    events.onLoss()
  })
  socket.bind()
  // Not before: bind sets the first 32 memberships anew.
  for (const group of groups) socket.addMembership(group)
  return {
    send: message => -(socket.send({ message })?.errno ?? 0),
    receive: () => socket.receive(),
    close: () => socket.close(),
  }
}
