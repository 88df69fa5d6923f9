import assert from 'node:assert/strict'
import { forPort } from '../../src/config/settings.ts'
import { configured, LAUNCH, refusals, type Sources } from './support.ts'

describe('precedence', () => {
  const file = 'log-level = "warn"\nlog-format = "json"\nstate-dir = "/file"'
  const environment = { KD6_LOG_LEVEL: 'error', KD6_LOG_FORMAT: 'text' }

  it('is command line, environment, file, default', () => {
    const { settings, originOf } = configured({ argv: `${LAUNCH} --log-level=debug`, environment, file })
    assert.equal(settings.logLevel, 'debug')
    assert.equal(settings.logFormat, 'text')
    assert.equal(settings.stateDir, '/file')
    assert.equal(settings.runDir, '/run/kd6')
    assert.deepEqual(originOf('logLevel'), { source: 'command line', spelling: '--log-level' })
    assert.deepEqual(originOf('logFormat'), { source: 'environment', spelling: 'KD6_LOG_FORMAT' })
    assert.deepEqual(originOf('stateDir'), { source: 'file', path: '/etc/kd6.toml', spelling: 'state-dir' })
    assert.deepEqual(originOf('runDir'), { source: 'default', spelling: '--run-dir' })
  })

  it('does not excuse what is wrong in a weaker source', () => {
    assert.deepEqual(
      refusals({ argv: `${LAUNCH} --log-level=debug`, environment: { KD6_LOG_LEVEL: 'loud' } }),
      ['KD6_LOG_LEVEL=loud (environment): must be error, warn, info or debug'],
    )
  })

  it('goes before the port: what a stronger source says of all beats what a weaker says of one', () => {
    const perPort = '[lan.lan0]\nadv-link-mtu = 1400'
    const mtu = (sources: Sources) => forPort(configured(sources).settings.lan, 'lan0').advLinkMtu
    assert.equal(mtu({ argv: LAUNCH, file: perPort }), 1400)
    assert.equal(mtu({ argv: LAUNCH, file: `adv-link-mtu = 1500\n${perPort}` }), 1400)
    assert.equal(mtu({ argv: `${LAUNCH} --adv-link-mtu=1500`, file: perPort }), 1500)
    assert.equal(mtu({ argv: `${LAUNCH} --adv-link-mtu=1500 --adv-link-mtu@lan0=1300`, file: perPort }), 1300)
    assert.equal(mtu({ argv: `${LAUNCH} kd6_adv_link_mtu@lan0=1300 kd6_adv_link_mtu=1500` }), 1300)
  })
})

describe('defaults', () => {
  it('are what the documents say', () => {
    const { settings } = configured({ argv: LAUNCH })
    assert.deepEqual(settings, {
      mode: 'RR',
      wanPorts: { kind: 'named', ports: [{ number: 0, name: 'wan0' }], except: [] },
      lanPorts: { kind: 'named', ports: [{ number: 0, name: 'lan0' }], except: [] },
      stateDir: '/var/lib/kd6',
      runDir: '/run/kd6',
      logLevel: 'info',
      logFormat: 'text',
      dryRun: false,
      manageSysctl: true,
      subnetId: new Map(),
      wan: {
        every: {
          solicitMaxDelay: 'auto',
          prefixHint: 56,
          rapidCommit: true,
          defaultRoute: 'ra',
          releaseOnStop: false,
        },
        byPort: new Map(),
      },
      lan: {
        every: {
          routerAddress: 1n,
          advSendAdvertisements: true,
          maxRtrAdvInterval: 600,
          minRtrAdvInterval: 198,
          raDelay: 'auto',
          raUnicast: 'auto',
          advCurHopLimit: 64,
          advManagedFlag: false,
          advOtherConfigFlag: false,
          advLinkMtu: 0,
          advReachableTime: 0,
          advRetransTimer: 0,
          advDefaultLifetime: 2700,
          advDefaultPreference: 'medium',
          advPreferredLifetime: 2700,
          advValidLifetime: 5400,
          advOnLinkFlag: true,
          advAutonomousFlag: true,
        },
        byPort: new Map(),
      },
    })
  })

  it('make MinRtrAdvInterval 0.33 of MaxRtrAdvInterval, or all of it below 9 s [ND-1]', () => {
    const min = (max: string) =>
      configured({ argv: `${LAUNCH} --max-rtr-adv-interval=${max}` }).settings.lan.every.minRtrAdvInterval
    assert.equal(min('100'), 33)
    assert.equal(min('9'), 0.33 * 9)
    assert.equal(min('8.999'), 8.999)
    assert.equal(min('4'), 4)
  })
})

describe('settings that depend on each other', () => {
  const table: readonly (readonly [what: string, argv: string, ...lines: string[]])[] = [
    ['MinRtrAdvInterval at 0.75 of MaxRtrAdvInterval [ND-1]', '--MinRtrAdvInterval 450'],
    [
      'MinRtrAdvInterval over 0.75 of MaxRtrAdvInterval [ND-1]',
      '--MinRtrAdvInterval 451',
      '--MinRtrAdvInterval=451 (command line): must be at most 0.75 of --max-rtr-adv-interval=600 (default): RFC 4861 §6.2.1',
    ],
    ['AdvDefaultLifetime of MaxRtrAdvInterval [ND-1]', '--adv-default-lifetime=600'],
    ['AdvDefaultLifetime 0 [ND-1]', '--adv-default-lifetime=0'],
    [
      'AdvDefaultLifetime under MaxRtrAdvInterval [ND-1]',
      '--adv-default-lifetime=599',
      '--adv-default-lifetime=599 (command line): must be 0 or at least --max-rtr-adv-interval=600 (default): RFC 4861 §6.2.1',
    ],
    [
      'MaxRtrAdvInterval over the default of AdvDefaultLifetime [ND-1]',
      '--max-rtr-adv-interval=1h',
      '--adv-default-lifetime=2700 (default): must be 0 or at least --max-rtr-adv-interval=3600 (command line): RFC 4861 §6.2.1',
    ],
    ['a preferred lifetime of the valid one [SL-1]', '--adv-preferred-lifetime=5400'],
    ['both infinite [SL-1]', '--adv-preferred-lifetime=infinity --adv-valid-lifetime=infinity'],
    [
      'a preferred lifetime over the valid one [SL-1]',
      'kd6_adv_preferred_lifetime=5401',
      'kd6_adv_preferred_lifetime=5401 (command line): must be at most --adv-valid-lifetime=5400 (default): RFC 4862 §5.5.3',
    ],
    [
      'the same for one port [SL-1]',
      '--adv-valid-lifetime@lan0=2000',
      '--adv-preferred-lifetime=2700 (default): must be at most --adv-valid-lifetime@lan0=2000 (command line): RFC 4862 §5.5.3',
    ],
    [
      'the same for all ports, said once [SL-1]',
      '--adv-valid-lifetime=2000 --adv-link-mtu@lan0=1280',
      '--adv-preferred-lifetime=2700 (default): must be at most --adv-valid-lifetime=2000 (command line): RFC 4862 §5.5.3',
    ],
    [
      'one subnet id for two ports',
      'kd6_if_l1=lan1 --subnet-id lan0=0x10,lan1=16',
      '--subnet-id (command line): gives lan0 and lan1 the same subnet id 16',
    ],
    [
      'a value that is wrong by itself is not compared',
      '--adv-valid-lifetime=soon --adv-preferred-lifetime=9000',
      '--adv-valid-lifetime=soon (command line): must be an integer from 0 to 4294967294 seconds, or infinity (or with ms, s, min, h, d)',
    ],
  ]
  for (const [what, argv, ...lines] of table) {
    it(what, () => {
      assert.deepEqual(refusals({ argv: `${LAUNCH} ${argv}` }), lines)
    })
  }
})

describe('a refusal', () => {
  it('tells all that is wrong, each on a line, with what, where and what is allowed', () => {
    const lines = refusals({
      argv: 'kd6_mode=0 kd6_if_w0=wan0 kd6_if_l0=wan0 --log-level=loud',
      environment: { KD6_DRY_RUN: 'maybe' },
      file: 'run-dir = ""\nstate-dir = 5',
    })
    assert.deepEqual(lines, [
      'state-dir (/etc/kd6.toml): must be a path, not empty, as a string',
      'kd6_mode=0 (command line): must be 1 or CT (client), 2 or RR (requesting router), 3 or SR (server); 0 selects nothing',
      '--log-level=loud (command line): must be error, warn, info or debug',
      'KD6_DRY_RUN=maybe (environment): must be yes or no (on, true, 1; off, false, 0)',
      'run-dir= (/etc/kd6.toml): must be a path, not empty',
      'kd6_if_l0=wan0 (command line): kd6_if_w0=wan0 (command line) names the same port',
    ])
  })

  it('misses nothing while a name is not understood', () => {
    assert.deepEqual(refusals({ argv: 'kd6_mod=2' }).length, 1)
    assert.deepEqual(refusals({ argv: 'kd6_mode=2 kd6_if_x0=wan0' }).length, 1)
  })

  it('shows what can not be seen, and shortens what is long', () => {
    const [line] = refusals({
      argv: LAUNCH,
      environment: { KD6_LOG_LEVEL: 'a\n\u2028\u202e' + 'x'.repeat(500) },
    })
    assert.ok(line !== undefined && line.startsWith('KD6_LOG_LEVEL="a\\n\\u{2028}\\u{202e}xxx'))
    assert.ok(line.length < 200)
  })
})
