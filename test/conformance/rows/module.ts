import { section } from '../row.ts'

/** Table: draft-shytyi-v6ops-danir and the kernel module, and what is ported of them. */
export const module = section('The kernel module and its draft', [
  ['DN-1', 'draft abstract', 'Asks for a /56 on the egress port; a hint of ::/56 says so.', 'advice', 'RR'],
  [
    'DN-2',
    'kernel module',
    'LAN number i (from 0) gets subnet i+1 of the delegated prefix; bounds are checked, and the map is kept.',
    'advice',
    'RR',
  ],
  [
    'DN-3',
    'kernel module',
    "The router's address in each /64: which interface id is a setting.",
    'advice',
    'RR',
  ],
  [
    'DN-4',
    'kernel module',
    'A default route by the link-local address of the DHCPv6 server, as a setting and bound by the lease; by default the RA gives it.',
    'advice',
    'RR',
  ],
  [
    'DN-5',
    'kernel module',
    "The module's RA as a profile: its prefix flags and timers, none of its faults.",
    'advice',
    'RA',
  ],
  [
    'DN-6',
    'kernel module',
    'An RA every 30 s by multicast, and one by unicast in answer to an RS.',
    'advice',
    'RA',
  ],
  [
    'DN-7',
    'kernel module',
    'A DUID and an IAID of the module can be imported, so that a binding survives the move.',
    'advice',
    'RR',
  ],
  [
    'DN-8',
    'kernel module',
    'The v0.5 state machine with its names, completed where it could not go on, seen in the status.',
    'advice',
    'ALL',
  ],
  [
    'DN-9',
    'kernel module',
    'The parameters kd6_mode, kd6_wan_if_mode, kd6_lan_if_mode, kd6_if_w0 …, kd6_if_l0 …, without limits of number and with a state for each WAN.',
    'advice',
    'ALL',
  ],
  [
    'DN-10',
    'kernel module',
    'Ports are set up at the start and, other than in the module, are left up at the end unless so set.',
    'advice',
    'RR',
  ],
  [
    'DN-11',
    'kernel module',
    'No patched kernel: forwarding and accept_ra are set from user space.',
    'advice',
    'ALL',
  ],
  ['DN-12', 'draft scope', 'A cellular uplink with a single /64 can be extended to one LAN.', 'advice', 'RR'],
])
