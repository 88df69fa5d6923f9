import assert from 'node:assert/strict'
import { formatRemaining, renderStatus } from '../../src/control/render.ts'
import type { Status } from '../../src/control/status.ts'

const STATUS: Status = {
  version: '0.5.0',
  role: 'RR',
  pid: 123,
  since: '2026-11-22T10:00:00.000Z',
  wans: [
    {
      name: 'wan0',
      state: 'configInSync',
      since: '2026-11-22T10:00:01.000Z',
      lease: {
        server: '00:03:00:01:02:00:00:00:00:01',
        t1: 1799.6,
        t2: 'infinity',
        prefixes: [
          { prefix: '2001:db8:0:2000::/56', preferred: 3599, valid: 7199, excluded: '2001:db8:0:20ff::/64' },
          { prefix: 'fd00::/48', preferred: 'infinity', valid: 'infinity' },
        ],
      },
      counters: { 'Solicit sent': 1 },
    },
    { name: 'wan1', state: 'init', since: '2026-11-22T10:00:00.000Z', lease: null, counters: {} },
  ],
  lans: [
    {
      name: 'lan0',
      prefixes: [
        { prefix: '2001:db8:0:2001::/64', routerAddress: '2001:db8:0:2001::1', preferred: 3599, valid: 7199 },
        {
          prefix: 'fd00:0:0:1::/64',
          routerAddress: 'fd00:0:0:1::1',
          preferred: 'infinity',
          valid: 'infinity',
        },
      ],
      lastRa: '2026-11-22T10:00:02.000Z',
      sent: 3,
      received: 2,
    },
    { name: 'lan1', prefixes: [], lastRa: null, sent: 0, received: 0 },
  ],
  counters: { 'netlink resyncs': 1, 'lines dropped': 0 },
  problems: ['lan1: no such port'],
}

describe('renderStatus', () => {
  it('shows everything in columns', () => {
    assert.equal(
      renderStatus(STATUS),
      `kd6 0.5.0, requesting router (RR), pid 123, since 2026-11-22T10:00:00.000Z

wan0: configInSync since 2026-11-22T10:00:01.000Z
  lease from server 00:03:00:01:02:00:00:00:00:01
  renewal in 29m 59s, rebinding never
  PREFIX                PREFERRED  VALID     EXCLUDED
  2001:db8:0:2000::/56  59m 59s    1h 59m    2001:db8:0:20ff::/64
  fd00::/48             for ever   for ever
  counted: Solicit sent 1

wan1: init since 2026-11-22T10:00:00.000Z
  no lease

LAN   PREFIX                ROUTER              PREFERRED  VALID     LAST RA                   RA SENT  RS RECEIVED
lan0  2001:db8:0:2001::/64  2001:db8:0:2001::1  59m 59s    1h 59m    2026-11-22T10:00:02.000Z  3        2
      fd00:0:0:1::/64       fd00:0:0:1::1       for ever   for ever
lan1  none                  -                   -          -         never                     0        0

counted: netlink resyncs 1, lines dropped 0

problems:
  lan1: no such port
`,
    )
  })

  it('is short where there is nothing to say', () => {
    assert.equal(
      renderStatus({ ...STATUS, wans: [], lans: [], counters: {}, problems: [] }),
      'kd6 0.5.0, requesting router (RR), pid 123, since 2026-11-22T10:00:00.000Z\n',
    )
  })
})

describe('formatRemaining', () => {
  for (const [seconds, text] of [
    [0, '0s'],
    [-3, '0s'],
    [59.9, '59s'],
    [60, '1m'],
    [3_661, '1h 1m'],
    [3_601, '1h'],
    [86_400, '1d'],
    [2_592_000 - 1, '29d 23h'],
    ['infinity', 'for ever'],
  ] as const) {
    it(`says ${text}`, () => assert.equal(formatRemaining(seconds), text))
  }
})
