import assert from 'node:assert/strict'
import fc from 'fast-check'
import { settingKeys, settingOf, type SettingKey } from '../../src/config/definition.ts'
import { address, prefix } from '../../src/config/types/address.ts'
import { listOf, mapOf } from '../../src/config/types/collection.ts'
import { integer, portName } from '../../src/config/types/scalar.ts'
import type { ValueType } from '../../src/config/valueType.ts'

interface Row {
  /** Texts and the values they stand for. */
  readonly good: readonly (readonly [text: string, value: unknown])[]
  readonly bad: readonly string[]
}

const YES_NO: Row = {
  good: [
    ...['yes', 'on', 'true', '1', 'YES', 'True'].map(text => [text, true] as const),
    ...['no', 'off', 'false', '0', 'Off'].map(text => [text, false] as const),
  ],
  bad: ['', '2', 'y', 'nope', 'yes '],
}
const PATH: Row = {
  good: [
    ['/srv/kd6', '/srv/kd6'],
    ['state', 'state'],
    ['/a b', '/a b'],
  ],
  bad: ['', '/a\0b'],
}
const PORT: Row = {
  good: ['wan0', 'x', 'enp0s8.100', 'a=b', 'fünfzehn-bytes', '123456789012345'].map(name => [name, name]),
  bad: ['', '1234567890123456', 'fünfzehn-octets', 'a/b', 'a b', 'a:b', '.', '..', 'a\t', 'a\0'],
}
const IF_MODE: Row = {
  good: [
    ['0', '0'],
    ['1', '1'],
  ],
  bad: ['', '2', '-1', 'all', '01'],
}
const LIFETIME: Row = {
  good: [
    ['0', 0],
    ['4294967294', 0xffff_fffe],
    ['infinity', Infinity],
    ['INFINITY', Infinity],
    ['45min', 2700],
    ['30d', 2_592_000],
  ],
  bad: ['', '4294967295', '-1', '1.5', '1500ms', 'forever', '1e3', '0x10', '5 s'],
}

/** A row for each setting there is; the type says so. */
const rows: Readonly<Record<SettingKey, Row>> = {
  mode: {
    good: [
      ...['1', 'CT', 'ct'].map(text => [text, 'CT'] as const),
      ...['2', 'RR', 'rR'].map(text => [text, 'RR'] as const),
      ...['3', 'SR', 'RS', 'rs'].map(text => [text, 'SR'] as const),
    ],
    bad: ['', '0', '4', '-1', 'router', '02', 'constructor'],
  },
  wanIfMode: IF_MODE,
  lanIfMode: IF_MODE,
  ifW: PORT,
  ifL: PORT,
  solicitMaxDelay: {
    good: [
      ['auto', 'auto'],
      ['0', 0],
      ['0.25', 0.25],
      ['500ms', 0.5],
      ['1h', 3600],
      ['3600', 3600],
    ],
    bad: ['', '3601', '-1', 'Infinity', 'infinity', '1w', '.5', '1,5'],
  },
  prefixHint: {
    good: [
      ['56', 56],
      ['1', 1],
      ['64', 64],
      ['0', null],
      ['none', null],
    ],
    bad: ['', '65', '-1', '/56', '56.0', 'auto', '0x38'],
  },
  rapidCommit: YES_NO,
  defaultRoute: {
    good: ['ra', 'dhcp-server', 'none', 'RA'].map(text => [text, text.toLowerCase()]),
    bad: ['', 'dhcp', 'yes'],
  },
  releaseOnStop: YES_NO,
  subnetId: {
    good: [
      ['', new Map()],
      ['lan0=5', new Map([['lan0', 5]])],
      [
        'lan0=0, lan1=0xFf',
        new Map([
          ['lan0', 0],
          ['lan1', 255],
        ]),
      ],
      ['a=b=1', new Map([['a=b', 1]])],
      ['lan0=4294967295', new Map([['lan0', 0xffff_ffff]])],
    ],
    bad: [
      'lan0',
      'lan0=',
      '=5',
      'lan0=-1',
      'lan0=4294967296',
      'lan0=1,lan0=2',
      'lan0=1,',
      'a/b=1',
      'lan0=0x',
    ],
  },
  routerAddress: {
    good: [
      ['::1', 1n],
      ['::a:b', 0xa_000bn],
      ['::0200:5eff:fe00:5301', 0x0200_5eff_fe00_5301n],
      ['EUI64', 'eui64'],
      ['::fdff:ffff:ffff:ff7f', 0xfdff_ffff_ffff_ff7fn],
      ['::fe00:0:0:0', 0xfe00_0000_0000_0000n],
    ],
    bad: ['', '::', '1', 'fe80::1', '::1/64', '::fdff:ffff:ffff:ff80', '::fdff:ffff:ffff:ffff', '::1%lan0'],
  },
  advSendAdvertisements: YES_NO,
  maxRtrAdvInterval: {
    good: [
      ['4', 4],
      ['65535', 65535],
      ['10min', 600],
      ['4.5', 4.5],
    ],
    bad: ['', '3.999', '65536', '3', '0', 'auto'],
  },
  minRtrAdvInterval: {
    good: [
      ['3', 3],
      ['49151.25', 49151.25],
      ['auto', 'auto'],
    ],
    bad: ['', '2.9', '49152', '0'],
  },
  raDelay: {
    good: [
      ['0', 0],
      ['0.5', 0.5],
      ['20ms', 0.02],
      ['auto', 'auto'],
    ],
    bad: ['', '0.51', '501ms', '1'],
  },
  raUnicast: {
    good: ['auto', 'always', 'never'].map(text => [text, text]),
    bad: ['', 'yes', 'sometimes'],
  },
  advCurHopLimit: {
    good: [
      ['0', 0],
      ['255', 255],
    ],
    bad: ['', '256', '-1', '64.0', '0x40'],
  },
  advManagedFlag: YES_NO,
  advOtherConfigFlag: YES_NO,
  advLinkMtu: {
    good: [
      ['0', 0],
      ['1280', 1280],
      ['65535', 65535],
    ],
    bad: ['', '1', '1279', '65536', 'auto'],
  },
  advReachableTime: {
    good: [
      ['0', 0],
      ['3600000', 3_600_000],
      ['1h', 3_600_000],
      ['30s', 30_000],
    ],
    bad: ['', '3600001', '0.5', '-1', 'infinity'],
  },
  advRetransTimer: {
    good: [
      ['0', 0],
      ['4294967295', 0xffff_ffff],
      ['1s', 1000],
    ],
    bad: ['', '4294967296', '0.5', '-1'],
  },
  advDefaultLifetime: {
    good: [
      ['0', 0],
      ['1', 1],
      ['65535', 65535],
      ['45min', 2700],
    ],
    bad: ['', '65536', '-1', '1.5', 'infinity'],
  },
  advDefaultPreference: {
    good: ['high', 'medium', 'low', 'Low'].map(text => [text, text.toLowerCase()]),
    bad: ['', '0', '11', 'reserved'],
  },
  advPreferredLifetime: LIFETIME,
  advValidLifetime: LIFETIME,
  advOnLinkFlag: YES_NO,
  advAutonomousFlag: YES_NO,
  config: PATH,
  stateDir: PATH,
  runDir: PATH,
  logLevel: {
    good: ['error', 'warn', 'info', 'debug', 'DEBUG'].map(text => [text, text.toLowerCase()]),
    bad: ['', 'warning', 'trace', '7'],
  },
  logFormat: { good: ['text', 'json'].map(text => [text, text]), bad: ['', 'xml'] },
  dryRun: YES_NO,
  manageSysctl: YES_NO,
}

describe('every setting [ND-1]', () => {
  for (const key of settingKeys) {
    const { type } = settingOf(key)
    it(`${key} takes what it allows and nothing else`, () => {
      for (const [text, value] of rows[key].good) assert.deepEqual(type.parse(text), { value }, text)
      for (const text of rows[key].bad) assert.ok('refused' in type.parse(text), JSON.stringify(text))
    })

    it(`${key} reads the values that it writes`, () => {
      const { default: fallback, example } = settingOf(key)
      const values = [fallback, example, ...rows[key].good.map(([, value]) => value)]
      for (const value of values.filter(each => each !== undefined && each !== null)) {
        assert.deepEqual(type.parse(type.format(value)), { value }, type.format(value))
      }
    })
  }

  it('never throws on a text, nor takes one that it would write otherwise', () => {
    fc.assert(
      fc.property(fc.constantFrom(...settingKeys), fc.string({ unit: 'binary' }), (key, text) => {
        const { type } = settingOf(key)
        const parsed = type.parse(text)
        if ('value' in parsed) assert.deepEqual(type.parse(type.format(parsed.value)), parsed)
      }),
    )
  })

  it('takes every integer of a range and none beside it', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (a, b, value) => {
        const [low, high] = [Math.abs(Math.min(a, b)), Math.abs(Math.min(a, b)) + Math.abs(Math.max(a, b))]
        const taken = 'value' in integer('N', low, high).parse(String(value))
        assert.equal(taken, value >= low && value <= high)
      }),
    )
  })
})

describe('values that settings are composed of', () => {
  const table: readonly (readonly [string, ValueType<unknown>, Row])[] = [
    [
      'an address',
      address,
      {
        good: [['2001:DB8::1', (0x2001_0db8n << 96n) | 1n]],
        bad: ['', '2001:db8::1/64', 'fe80::1%wan0', '10.0.0.1'],
      },
    ],
    [
      'a prefix',
      prefix,
      {
        good: [['2001:db8::/32', { address: 0x2001_0db8n << 96n, length: 32 }]],
        bad: ['', '2001:db8::', '2001:db8::1/32', '2001:db8::/129', '2001:db8::/x'],
      },
    ],
    [
      'a list',
      listOf(portName),
      {
        good: [
          ['', []],
          ['lan0', ['lan0']],
          ['lan0, lan1,lan0', ['lan0', 'lan1', 'lan0']],
        ],
        bad: [',', 'lan0,', 'a/b', 'lan0,a b'],
      },
    ],
  ]
  for (const [name, type, { good, bad }] of table) {
    it(`${name} is read and written`, () => {
      for (const [text, value] of good) {
        assert.deepEqual(type.parse(text), { value }, text)
        assert.deepEqual(type.parse(type.format(value)), { value }, text)
      }
      for (const text of bad) assert.deepEqual(type.parse(text), { refused: type.allowed }, text)
    })
  }

  it('a map is written in the order it was read', () => {
    const ids = mapOf(portName, integer('ID', 0, 9))
    const parsed = ids.parse('lan1=2,lan0=1')
    assert.ok('value' in parsed)
    assert.equal(ids.format(parsed.value), 'lan1=2,lan0=1')
  })
})
