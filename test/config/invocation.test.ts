import assert from 'node:assert/strict'
import fc from 'fast-check'
import { formatConfigError } from '../../src/config/configError.ts'
import { settingKeys } from '../../src/config/definition.ts'
import { exitStatuses } from '../../src/config/exitStatus.ts'
import { configFileOf, parseInvocation } from '../../src/config/invocation.ts'
import { optionName, parameterName, variableName } from '../../src/config/names.ts'
import { parseConfigText } from '../../src/config/toml.ts'
import { invoke, LAUNCH, refusals } from './support.ts'

describe('commands', () => {
  it('run is the default, and insmod', () => {
    assert.equal(invoke({ argv: LAUNCH }).command, 'run')
    assert.equal(invoke({ argv: `insmod ${LAUNCH}` }).command, 'run')
    assert.equal(invoke({ environment: { KD6_MODE: '2', KD6_IF_W0: 'wan0' } }).command, 'run')
  })

  it('status and rmmod say whom to ask and how', () => {
    assert.deepEqual(invoke({ argv: 'status' }), {
      command: 'status',
      json: false,
      wan: null,
      runDir: '/run/kd6',
    })
    assert.deepEqual(invoke({ argv: '--run-dir /r status --json --wan wan0' }), {
      command: 'status',
      json: true,
      wan: 'wan0',
      runDir: '/r',
    })
    assert.deepEqual(invoke({ argv: 'rmmod --release', environment: { KD6_RUN_DIR: '/e' } }), {
      command: 'rmmod',
      release: true,
      wan: null,
      runDir: '/e',
    })
    assert.deepEqual(invoke({ argv: 'rmmod --wan=wan1', file: 'run-dir = "/f"' }), {
      command: 'rmmod',
      release: false,
      wan: 'wan1',
      runDir: '/f',
    })
  })

  it('status and rmmod look at no other setting', () => {
    const environment = { KD6_MODE: '9', KD6_UNHEARD_OF: 'x' }
    assert.equal(invoke({ argv: 'status', environment, file: 'nonsense = 1' }).command, 'status')
  })

  it('modinfo, help and version are to be had with whatever else is wrong', () => {
    const environment = { KD6_RUN_DIR: '', KD6_MODE: '9' }
    assert.equal(invoke({ argv: 'modinfo', environment }).command, 'modinfo')
    for (const word of ['--help', '-h', 'help']) assert.equal(invoke({ argv: word }).command, 'help')
    for (const word of ['--version', '-V', 'version']) assert.equal(invoke({ argv: word }).command, 'version')
    assert.equal(invoke({ argv: 'kd6_mode=9 --nonsense --help', environment }).command, 'help')
  })

  const refused: readonly (readonly [argv: string, ...lines: string[]])[] = [
    [
      'status --release',
      '--release (command line): no option of status, which takes --json, --wan, --run-dir, --config',
    ],
    [
      'rmmod kd6_mode=2',
      'kd6_mode (command line): no option of rmmod, which takes --release, --wan, --run-dir, --config',
    ],
    ['modinfo --json', '--json (command line): no option of modinfo, which takes none'],
    [`${LAUNCH} --release`, '--release (command line): no option of insmod'],
    [
      'status --wan a/b --json=perhaps',
      '--wan=a/b (command line): must be the name of a port: 1 to 15 octets without slash, colon or white space',
      '--json=perhaps (command line): must be yes or no (on, true, 1; off, false, 0)',
    ],
    ['status --run-dir=', '--run-dir= (command line): must be a path, not empty'],
    ['rmmod wan0', 'wan0 (command line): unexpected argument'],
    ['status --wan', '--wan (command line): needs a value: --wan=PORT'],
  ]
  for (const [argv, ...lines] of refused) {
    it(`refuses ${argv}`, () => {
      assert.deepEqual(refusals({ argv }), lines)
    })
  }

  it('refuses a file that is no TOML, for status too', () => {
    assert.deepEqual(refusals({ argv: 'status --config=/etc/kd6.toml', file: '[' }).length, 1)
  })
})

describe('whatever is typed', () => {
  const names = settingKeys.flatMap(key => [optionName(key), parameterName(key), variableName(key)])
  const name = fc.oneof(
    fc.constantFrom(
      ...names,
      '--json',
      '--wan',
      '--help',
      'status',
      'rmmod',
      'insmod',
      'kd6_if_w0',
      '--no-dry-run',
    ),
    fc.string({ unit: 'binary' }),
  )
  const value = fc.oneof(
    fc.constantFrom('2', 'yes', 'wan0', 'auto', 'lan0=1', '600'),
    fc.string({ unit: 'binary' }),
  )
  const word = fc.oneof(
    name,
    fc.tuple(name, value).map(([left, right]) => `${left}=${right}`),
    fc.tuple(name, value, value).map(([left, port, right]) => `${left}@${port}=${right}`),
  )

  it('is an invocation or a refusal in single lines, never an exception', () => {
    fc.assert(
      fc.property(
        fc.array(word),
        fc.dictionary(name, value),
        fc.option(fc.string()),
        (argv, environment, text) => {
          configFileOf(argv, environment)
          const file = text === null ? null : parseConfigText('/f', text)
          const invocation = parseInvocation(argv, environment, file)
          if (invocation.command !== 'refused') return
          assert.ok(invocation.errors.length > 0)
          for (const line of invocation.errors.map(formatConfigError)) {
            assert.ok(/^[^\p{C}\u2028\u2029]+$/u.test(line), JSON.stringify(line))
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('gives the same whatever else is in a tree of any shape', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(name, fc.constantFrom('wan', 'lan')), fc.jsonValue()), tree => {
        const invocation = parseInvocation(LAUNCH.split(' '), {}, { path: '/f', tree })
        assert.ok(['run', 'refused'].includes(invocation.command))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('exit statuses', () => {
  const all = Object.values(exitStatuses).map(({ status }) => status)

  it('are one for each reason', () => {
    assert.equal(new Set(all).size, all.length)
  })

  it('leave alone what Node, shells and signals use', () => {
    for (const status of all) assert.ok(status === 0 || (status >= 64 && status < 126), String(status))
  })
})
