/**
 * With what status kd6 ends, by name. Once given, a number keeps its meaning. Those of sysexits.h are used where one
 * fits; 1 to 13 are Node's own and 126 up the shell's, so that neither can be taken for ours.
 */
export const exitStatuses = {
  ok: { status: 0, meaning: 'what was asked for was done; a daemon ended as it was told to' },
  usage: { status: 64, meaning: 'a wrong command, parameter, option, variable or configuration file' },
  damagedState: { status: 65, meaning: 'a file in the state directory is damaged or not one of ours' },
  noDaemon: { status: 69, meaning: 'no daemon answers on the control socket (status, rmmod)' },
  internalError: { status: 70, meaning: 'an error in kd6 itself' },
  systemRefused: { status: 71, meaning: 'the kernel refused a call that kd6 can not do without' },
  unsupportedHost: {
    status: 72,
    meaning: 'this machine lacks the native module, IPv6 or another need of kd6',
  },
  directoryUnusable: { status: 73, meaning: 'the state or run directory can not be made or written' },
  controlProtocol: {
    status: 76,
    meaning: 'the daemon answered something else than expected (another version?)',
  },
  noPrivilege: {
    status: 77,
    meaning: 'not root, or without CAP_NET_ADMIN, CAP_NET_RAW, CAP_NET_BIND_SERVICE',
  },
  missingPort: { status: 80, meaning: 'a WAN port that was named does not exist, or none is eligible' },
  unusablePort: {
    status: 81,
    meaning: 'a WAN port is of a kind that can not be used (loopback, in a bridge)',
  },
  mtuTooSmall: { status: 82, meaning: 'the MTU of a port is under 1280 octets, where Linux drops IPv6' },
  alreadyRunning: { status: 83, meaning: 'another kd6 holds a WAN port; the message says which process' },
  dhcpv6PortTaken: { status: 84, meaning: 'another program holds UDP port 546 on a WAN port' },
  noSuchWan: { status: 85, meaning: 'no daemon holds the WAN port asked for (status, rmmod)' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly meaning: string }>>

export type ExitName = keyof typeof exitStatuses
