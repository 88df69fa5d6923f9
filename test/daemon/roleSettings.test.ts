import assert from 'node:assert/strict'
import { lanRouterSettings, requestingRouterSettings } from '../../src/daemon/roleSettings.ts'
import { instant } from '../../src/values/time.ts'
import { configured, LAUNCH } from '../config/support.ts'

const settingsOf = (more = '') => configured({ argv: `${LAUNCH} ${more}` }).settings
const minutes = (count: number) => instant(count * 60_000)

function delays(more: string, isFirstOfBoot: boolean, uptime: number): [number, number] {
  const settings = requestingRouterSettings(settingsOf(more), 'wan0', 1, isFirstOfBoot, minutes(uptime))
  return [settings.firstSolicitDelay, settings.laterSolicitDelay]
}

describe('settings of the requesting router', () => {
  it('wait before the first Solicit up to a second just after a boot, and when carrier rises later [CL-2]', () => {
    assert.deepEqual(delays('', true, 1), [1, 1])
    assert.deepEqual(delays('', true, 4.9), [1, 1])
    assert.deepEqual(delays('', true, 5.1), [0, 1])
    assert.deepEqual(delays('', false, 1), [0, 1])
  })

  it('wait as long as they are told', () => {
    assert.deepEqual(delays('kd6_solicit_max_delay=7', true, 1), [7, 7])
    assert.deepEqual(delays('kd6_solicit_max_delay=0', true, 1), [0, 0])
  })

  it('ask for a /56 with Rapid Commit, and release nothing, unless told otherwise [RN-WPD9] [DN-1]', () => {
    const { prefixHint, rapidCommit, releaseOnStop } = requestingRouterSettings(
      settingsOf(),
      'wan0',
      1,
      false,
      minutes(9),
    )
    assert.deepEqual(
      { prefixHint, rapidCommit, releaseOnStop },
      { prefixHint: 56, rapidCommit: true, releaseOnStop: false },
    )
  })
})

describe('settings of the LAN side', () => {
  it('advertise with both flags, within RFC 9096’s limits, unless told otherwise [CE-L6/7] [RN-L16]', () => {
    const { onLink, autonomous, sends, variables, routerAddress } = lanRouterSettings(settingsOf(), [
      'wan0',
    ]).lan('lan0')
    assert.deepEqual([onLink, autonomous, sends, routerAddress], [true, true, true, 1n])
    const { AdvDefaultLifetime, AdvPreferredLifetime, AdvValidLifetime, optionLifetime } = variables
    assert.deepEqual(
      [AdvDefaultLifetime, AdvPreferredLifetime, AdvValidLifetime, optionLifetime],
      [2700, 2700, 5400, 5400],
    )
  })

  it('set either flag as they are told [CE-L6/7]', () => {
    const flags = (more: string) => {
      const { onLink, autonomous } = lanRouterSettings(settingsOf(more), ['wan0']).lan('lan0')
      return [onLink, autonomous]
    }
    assert.deepEqual(flags('kd6_adv_on_link_flag=no'), [false, true])
    assert.deepEqual(flags('kd6_adv_autonomous_flag=no'), [true, false])
  })

  it('route to the DHCPv6 server where a WAN says so alone [DN-4]', () => {
    const settings = settingsOf('kd6_default_route=dhcp-server')
    assert.deepEqual([...lanRouterSettings(settings, ['wan0']).routedToServer], ['wan0'])
    assert.deepEqual([...lanRouterSettings(settingsOf(), ['wan0']).routedToServer], [])
  })

  it('carry what was chosen by hand', () => {
    const { chosenSubnetIds, manageSysctl } = lanRouterSettings(settingsOf('kd6_subnet_id=lan0=0x20'), [
      'wan0',
    ])
    assert.deepEqual([[...chosenSubnetIds], manageSysctl], [[['lan0', 32n]], true])
  })
})
