import assert from 'node:assert/strict'
import type { PortSelection } from '../../src/config/portSelection.ts'
import { configured, refusals } from './support.ts'

function named(...ports: readonly (readonly [number: number, name: string])[]): PortSelection {
  return { kind: 'named', ports: ports.map(([number, name]) => ({ number, name })), except: [] }
}

const UNUSED: PortSelection = { kind: 'unused', ports: [], except: [] }

describe('the ports of each side', () => {
  const accepted: readonly (readonly [argv: string, wan: PortSelection, lan: PortSelection])[] = [
    [
      'kd6_wan_if_mode=1 kd6_mode=2 kd6_if_w0=enp0s8 kd6_if_l0=enp0s9',
      named([0, 'enp0s8']),
      named([0, 'enp0s9']),
    ],
    ['kd6_mode=2 kd6_if_w0=wan0', named([0, 'wan0']), UNUSED],
    [
      'kd6_mode=RR kd6_if_l63=z kd6_if_l9=c kd6_if_l10=b kd6_if_w4=wan4 kd6_if_w0=wan0',
      named([0, 'wan0'], [4, 'wan4']),
      named([9, 'c'], [10, 'b'], [63, 'z']),
    ],
    [
      'kd6_mode=2 kd6_wan_if_mode=0 kd6_if_l0=lan0',
      { kind: 'eligible', ports: [], except: ['lan0'] },
      named([0, 'lan0']),
    ],
    [
      'kd6_mode=2 kd6_lan_if_mode=0 kd6_if_w0=wan0 kd6_if_w1=wan1',
      named([0, 'wan0'], [1, 'wan1']),
      { kind: 'eligible', ports: [], except: ['wan0', 'wan1'] },
    ],
    [
      'kd6_mode=2 kd6_lan_if_mode=0 kd6_if_w0=wan0 kd6_if_l3=lan3',
      named([0, 'wan0']),
      { kind: 'eligible', ports: [{ number: 3, name: 'lan3' }], except: ['wan0'] },
    ],
    ['kd6_mode=2 kd6_wan_if_mode=0', { kind: 'eligible', ports: [], except: [] }, UNUSED],
    ['kd6_mode=1 kd6_if_w0=eth0', named([0, 'eth0']), UNUSED],
    ['kd6_mode=3 kd6_if_w0=isp0', named([0, 'isp0']), UNUSED],
    ['kd6_mode=3 kd6_if_l0=isp0', UNUSED, named([0, 'isp0'])],
    ['kd6_mode=3 kd6_lan_if_mode=0', UNUSED, { kind: 'eligible', ports: [], except: [] }],
    [
      'kd6_mode=2 kd6_wan_if_mode=0 --prefix-hint@ppp0=60 --subnet-id=lan0=3 kd6_if_l0=lan0',
      { kind: 'eligible', ports: [], except: ['lan0'] },
      named([0, 'lan0']),
    ],
  ]
  for (const [argv, wan, lan] of accepted) {
    it(argv, () => {
      const { settings } = configured({ argv })
      assert.deepEqual(settings.wanPorts, wan)
      assert.deepEqual(settings.lanPorts, lan)
    })
  }

  it('may be named in several sources', () => {
    const { settings } = configured({
      argv: 'kd6_mode=2 kd6_if_w0=wan0 kd6_if_l0=lan0',
      environment: { KD6_IF_L0: 'other', KD6_IF_L2: 'lan2' },
      file: 'kd6_if_l1 = "lan1"',
    })
    assert.deepEqual(settings.lanPorts, named([0, 'lan0'], [1, 'lan1'], [2, 'lan2']))
  })

  const refused: readonly (readonly [argv: string, ...lines: string[]])[] = [
    ['', 'kd6_mode: missing; must be 1 or CT (client), 2 or RR (requesting router), 3 or SR (server)'],
    [
      'kd6_mode=2',
      'kd6_mode=RR (command line): needs a WAN port: kd6_if_w0=PORT, or kd6_wan_if_mode=0 for every eligible port',
    ],
    [
      'kd6_mode=2 kd6_if_l0=lan0',
      'kd6_mode=RR (command line): needs a WAN port: kd6_if_w0=PORT, or kd6_wan_if_mode=0 for every eligible port',
    ],
    [
      'kd6_mode=ct kd6_if_l0=lan0',
      'kd6_mode=CT (command line): needs a WAN port: kd6_if_w0=PORT, or kd6_wan_if_mode=0 for every eligible port',
    ],
    [
      'kd6_mode=3',
      'kd6_mode=SR (command line): needs a WAN port: kd6_if_w0=PORT, or kd6_wan_if_mode=0 for every eligible port',
    ],
    [
      'kd6_mode=2 kd6_wan_if_mode=1 kd6_if_l0=lan0',
      'kd6_wan_if_mode=1 (command line): takes the named ports, and none is named: add kd6_if_w0=PORT',
    ],
    [
      'kd6_mode=2 kd6_lan_if_mode=1 kd6_if_w0=wan0',
      'kd6_lan_if_mode=1 (command line): takes the named ports, and none is named: add kd6_if_l0=PORT',
    ],
    [
      'kd6_mode=2 kd6_wan_if_mode=0 kd6_lan_if_mode=0',
      'kd6_lan_if_mode=0 (command line): kd6_wan_if_mode=0 (command line) too; only one side can take every eligible port',
    ],
    [
      'kd6_mode=2 kd6_if_w0=a kd6_if_w1=a',
      'kd6_if_w1=a (command line): kd6_if_w0=a (command line) names the same port',
    ],
    [
      'kd6_mode=2 kd6_if_w0=a kd6_if_l0=b kd6_if_l7=a kd6_if_l8=b',
      'kd6_if_l7=a (command line): kd6_if_w0=a (command line) names the same port',
      'kd6_if_l8=b (command line): kd6_if_l0=b (command line) names the same port',
    ],
    [
      'kd6_mode=2 kd6_if_w0=a/b',
      'kd6_if_w0=a/b (command line): must be the name of a port: 1 to 15 octets without slash, colon or white space',
    ],
    [
      'kd6_mode=2 kd6_if_w0=wan0 --prefix-hint@wan1=60',
      '--prefix-hint@wan1 (command line): wan1 is no WAN port; those are wan0',
    ],
    [
      'kd6_mode=2 kd6_if_w0=wan0 --subnet-id=lan0=3',
      '--subnet-id (command line): lan0 is no LAN port; kd6_if_l0=PORT names one',
    ],
    [
      'kd6_mode=2 kd6_lan_if_mode=0 kd6_if_w0=wan0 --adv-link-mtu@wan0=1500',
      '--adv-link-mtu@wan0 (command line): wan0 is no LAN port; kd6_if_l0=PORT names one',
    ],
  ]
  for (const [argv, ...lines] of refused) {
    it(`refuses ${argv === '' ? 'nothing at all' : argv}`, () => {
      assert.deepEqual(refusals({ argv }), lines)
    })
  }
})
