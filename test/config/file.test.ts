import assert from 'node:assert/strict'
import { configFileOf, parseInvocation } from '../../src/config/invocation.ts'
import { formatConfigError } from '../../src/config/configError.ts'
import { forPort } from '../../src/config/settings.ts'
import { configured, LAUNCH, refusals } from './support.ts'

describe('the configuration file', () => {
  it('sets everything a launch needs', () => {
    const file = `
      kd6_mode = "RR"
      kd6_if_w0 = "wan0"
      if-l0 = "lan0"
      kd6_if_l1 = "lan1"
      prefix-hint = "none"
      rapid-commit = false
      MaxRtrAdvInterval = 30.5
      adv-valid-lifetime = inf
      subnet-id = { lan0 = 0x1f, lan1 = "0x20" }
      [wan.wan0]
      prefix-hint = 60
      [lan.lan1]
      adv-link-mtu = 1492
      router-address = "eui64"
    `
    const { settings, originOf } = configured({ file })
    assert.equal(settings.mode, 'RR')
    assert.equal(settings.wan.every.prefixHint, null)
    assert.equal(forPort(settings.wan, 'wan0').prefixHint, 60)
    assert.equal(forPort(settings.wan, 'wan0').rapidCommit, false)
    assert.deepEqual(
      [...settings.subnetId],
      [
        ['lan0', 31],
        ['lan1', 32],
      ],
    )
    assert.equal(settings.lan.every.maxRtrAdvInterval, 30.5)
    assert.equal(settings.lan.every.advValidLifetime, Infinity)
    assert.equal(forPort(settings.lan, 'lan0').advLinkMtu, 0)
    assert.equal(forPort(settings.lan, 'lan1').advLinkMtu, 1492)
    assert.equal(forPort(settings.lan, 'lan1').routerAddress, 'eui64')
    assert.deepEqual(originOf('advLinkMtu', 'lan1'), {
      source: 'file',
      path: '/etc/kd6.toml',
      spelling: 'lan.lan1.adv-link-mtu',
    })
  })

  const refused: readonly (readonly [file: string, ...lines: string[]])[] = [
    ['log-level =', '/etc/kd6.toml:1:12: not TOML: invalid value'],
    [
      'dry-run = true\ndry-run = true',
      '/etc/kd6.toml:2:1: not TOML: trying to redefine an already defined table or value',
    ],
    ['loglevel = "x"', 'loglevel (/etc/kd6.toml): unknown key; did you mean log-level?'],
    ['mod = 2', 'mod (/etc/kd6.toml): unknown key; kd6 --help lists all'],
    ['log-level = "x"', 'log-level=x (/etc/kd6.toml): must be error, warn, info or debug'],
    ['log-level = 3', 'log-level (/etc/kd6.toml): must be error, warn, info or debug, as a string'],
    ['log-level = 1979-05-27', 'log-level (/etc/kd6.toml): must be error, warn, info or debug, as a string'],
    ['adv-cur-hop-limit = 256', 'adv-cur-hop-limit=256 (/etc/kd6.toml): must be an integer from 0 to 255'],
    ['adv-cur-hop-limit = -1', 'adv-cur-hop-limit=-1 (/etc/kd6.toml): must be an integer from 0 to 255'],
    [
      'adv-cur-hop-limit = [64]',
      'adv-cur-hop-limit (/etc/kd6.toml): must be an integer from 0 to 255, as a number or string',
    ],
    [
      'adv-cur-hop-limit = 123456789012345678',
      'adv-cur-hop-limit=123456789012345678 (/etc/kd6.toml): must be an integer from 0 to 255',
    ],
    ['config = "x"', "config (/etc/kd6.toml): can't be said in a configuration file"],
    [
      'subnet-id = { lan0 = [1] }',
      'subnet-id (/etc/kd6.toml): must be PORT=ID pairs separated by commas, no PORT twice, each ID an integer from 0 to 4294967295 (0x… for hexadecimal), as a table or string',
    ],
    [
      '[lan.lan0]\nlog-level = "info"',
      "lan.lan0.log-level (/etc/kd6.toml): isn't set for one LAN port alone; it belongs at the top of the file",
    ],
    [
      '[wan.wan0]\nadv-link-mtu = 1480',
      "wan.wan0.adv-link-mtu (/etc/kd6.toml): isn't set for one WAN port alone; it belongs at the top of the file",
    ],
    [
      '[lan.lan0]\nadv-link-mut = 1480',
      'lan.lan0.adv-link-mut (/etc/kd6.toml): unknown key; did you mean lan.lan0.adv-link-mtu?',
    ],
    ['[lan]\nlan0 = 1', 'lan.lan0 (/etc/kd6.toml): must be a table, [lan.lan0], of settings for that port'],
    [
      '[lan."a b"]',
      '"lan.a b" (/etc/kd6.toml): behind lan. must be the name of a port: 1 to 15 octets without slash, colon or white space',
    ],
    ['wan = ["wan0"]', 'wan (/etc/kd6.toml): unknown key; kd6 --help lists all'],
    [
      '[lan.lan9]\nadv-link-mtu = 1480',
      'lan.lan9.adv-link-mtu (/etc/kd6.toml): lan9 is no LAN port; those are lan0',
    ],
  ]
  for (const [file, ...lines] of refused) {
    it(`refuses ${file.replaceAll('\n', ' ⏎ ')}`, () => {
      assert.deepEqual(refusals({ argv: LAUNCH, file }), lines)
    })
  }

  it('keeps a name out that would reach into objects', () => {
    assert.deepEqual(refusals({ argv: LAUNCH, file: '__proto__ = 1' }).length, 1)
  })
})

describe('which file to read', () => {
  it('is said on the command line or in the environment', () => {
    assert.equal(configFileOf(['--config', '/a'], { KD6_CONFIG: '/b' }), '/a')
    assert.equal(configFileOf(['kd6_config=/a', 'status'], {}), '/a')
    assert.equal(configFileOf(['rmmod'], { KD6_CONFIG: '/b' }), '/b')
    assert.equal(configFileOf(['kd6_mode=2'], {}), null)
  })

  it('is not asked for where no setting counts', () => {
    for (const command of ['modinfo', '--help', 'version', 'unheard-of']) {
      assert.equal(configFileOf([command], { KD6_CONFIG: '/b' }), null, command)
    }
  })

  it('is not forgotten: a file that was named and not brought is refused', () => {
    const invocation = parseInvocation([...LAUNCH.split(' '), '--config=/a b'], {}, null)
    assert.ok(invocation.command === 'refused')
    assert.deepEqual(invocation.errors.map(formatConfigError), ['"/a b": was not read'])
  })

  it('may be missing, as the caller says', () => {
    const error = { code: 'BAD_FILE', subject: '/a', where: null, problem: 'no such file' } as const
    for (const argv of [LAUNCH.split(' '), ['status']]) {
      const invocation = parseInvocation(argv, {}, { path: '/a', error })
      assert.ok(invocation.command === 'refused')
      assert.deepEqual(invocation.errors, [error])
    }
  })
})
