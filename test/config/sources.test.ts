import assert from 'node:assert/strict'
import { settingKeys, settingOf, type SettingKey } from '../../src/config/definition.ts'
import { fileName, indexNames, optionName, parameterName, variableName } from '../../src/config/names.ts'
import { setting } from '../../src/config/setting.ts'
import { readCommandLine } from '../../src/config/sources/commandLine.ts'
import { readEnvironment } from '../../src/config/sources/environment.ts'
import { readFile } from '../../src/config/sources/file.ts'
import type { Reading } from '../../src/config/sources/reading.ts'
import { path } from '../../src/config/types/scalar.ts'
import { configured, invoke, LAUNCH, refusals } from './support.ts'

describe('every setting is heard from every source', () => {
  for (const key of settingKeys) {
    const { scope, inFile, variable, type } = settingOf(key)
    const number = scope === 'numbered' ? 17 : null
    const text = sample(key)

    it(key, () => {
      const option = optionName(key, number)
      const parameter = parameterName(key, number)
      heard(readCommandLine([`${option}=${text}`]), key, number, text, option)
      heard(readCommandLine([option, text]), key, number, text, option)
      heard(readCommandLine([`${parameter}=${text}`]), key, number, text, parameter)
      const name = variableName(key, number)
      heard(readEnvironment({ [name]: text, PATH: '/bin' }), key, number, text, name)
      if (variable !== undefined) {
        heard(readCommandLine([`--${variable}`, text]), key, number, text, `--${variable}`)
      }
      if (inFile === false) return
      for (const spelling of [
        fileName(key, number),
        parameter,
        ...(variable === undefined ? [] : [variable]),
      ]) {
        const reading = readFile({ path: 'f', tree: { [spelling]: fileValue(text, type.fileKinds) } })
        heard(reading, key, number, text, spelling)
      }
    })
  }
})

describe('the command line', () => {
  it('takes a switch alone, with a word behind it, and negated', () => {
    const dryRun = (argv: string) => configured({ argv: `${LAUNCH} ${argv}` }).settings.dryRun
    assert.equal(dryRun('--dry-run'), true)
    assert.equal(dryRun('--dry-run no'), false)
    assert.equal(dryRun('--dry-run=off'), false)
    assert.equal(dryRun('--no-dry-run'), false)
    assert.equal(dryRun('kd6_dry_run'), true)
    assert.equal(dryRun('--dry-run insmod'), true)
    const rapid = (argv: string) => configured({ argv: `${LAUNCH} ${argv}` }).settings.wan.every.rapidCommit
    assert.equal(rapid('--no-rapid-commit'), false)
  })

  it('takes the last of several, and all of a list', () => {
    const { settings } = configured({
      argv: `${LAUNCH} kd6_if_l1=lan1 --log-level=debug --log-level=warn --subnet-id lan0=7 --subnet-id=lan1=0x10`,
    })
    assert.equal(settings.logLevel, 'warn')
    assert.deepEqual(
      settings.subnetId,
      new Map([
        ['lan0', 7],
        ['lan1', 16],
      ]),
    )
  })

  it('lets the module be named, as insmod, rmmod and modinfo want it', () => {
    assert.equal(invoke({ argv: `insmod kd6_lkm.ko ${LAUNCH}` }).command, 'run')
    assert.equal(invoke({ argv: `insmod ./build/kd6.ko ${LAUNCH}` }).command, 'run')
    assert.equal(invoke({ argv: 'rmmod kd6_lkm' }).command, 'rmmod')
    assert.equal(invoke({ argv: 'modinfo kd6_lkm.ko' }).command, 'modinfo')
  })

  const refused: readonly (readonly [argv: string, ...lines: string[]])[] = [
    ['kd6_mod=2', 'kd6_mod (command line): unknown parameter; did you mean kd6_mode?'],
    ['kd6_if_wo=wan0', 'kd6_if_wo (command line): unknown parameter; did you mean kd6_if_w0?'],
    ['kd6_if_w00=wan0', 'kd6_if_w00 (command line): unknown parameter; did you mean kd6_if_w0?'],
    ['mode=2', 'mode (command line): unknown parameter; did you mean kd6_mode?'],
    ['kd6_frobnicate=2', 'kd6_frobnicate (command line): unknown parameter; kd6 --help lists all'],
    ['--sate-dir /x', '--sate-dir (command line): unknown option; did you mean --state-dir?'],
    ['--hepl', '--hepl (command line): unknown option; did you mean --help?'],
    ['-x', '-x (command line): unknown option; did you mean -h?'],
    ['--no-state-dir', '--no-state-dir (command line): unknown option; did you mean --state-dir?'],
    ['kd6_mode', 'kd6_mode (command line): needs a value: kd6_mode=1|2|3|CT|RR|SR'],
    ['--state-dir', '--state-dir (command line): needs a value: --state-dir=DIR'],
    ['--state-dir --dry-run', '--state-dir (command line): needs a value: --state-dir=DIR'],
    [`--state-dir ${LAUNCH}`, '--state-dir (command line): needs a value: --state-dir=DIR'],
    ['kd6_mode@wan0=2', "kd6_mode@wan0 (command line): takes no @wan0: it isn't set port by port"],
    [
      '--rapid-commit@a/b=no',
      '--rapid-commit@a/b (command line): behind the @ must be the name of a port: 1 to 15 octets without slash, colon or white space',
    ],
    [`${LAUNCH} insmod more`, unexpected('more')],
    [
      'start',
      'start (command line): unknown command; known are insmod, rmmod, status, modinfo, help, version',
    ],
  ]
  for (const [argv, ...lines] of refused) {
    it(`refuses ${argv}`, () => {
      assert.deepEqual(refusals({ argv }), lines)
    })
  }
})

describe('the environment', () => {
  it('counts an empty variable as not set', () => {
    const { settings } = configured({ argv: LAUNCH, environment: { KD6_LOG_LEVEL: '', KD6_UNHEARD_OF: '' } })
    assert.equal(settings.logLevel, 'info')
  })

  it('refuses an unknown variable of ours, and no other', () => {
    const environment = { KD6_STATE_DIRECTORY: '/x', KD6_Mode: '2', PATH: '/bin', XKD6_MODE: '2' }
    assert.deepEqual(refusals({ argv: LAUNCH, environment }), [
      'KD6_STATE_DIRECTORY (environment): unknown variable; did you mean KD6_STATE_DIR?',
      'KD6_Mode (environment): unknown variable; did you mean KD6_MODE?',
    ])
  })
})

describe('a former name', () => {
  const settings = {
    stateDir: setting({ scope: 'global', type: path('DIR'), help: 'x', deprecatedNames: ['lease-dir'] }),
  }
  const names = indexNames(settings)

  it('still works, and says how it is called now', () => {
    assert.deepEqual(readCommandLine(['--lease-dir=/x'], names).notices, [
      '--lease-dir (command line): now called --state-dir',
    ])
    assert.deepEqual(readCommandLine(['kd6_lease_dir=/x'], names).notices, [
      'kd6_lease_dir (command line): now called kd6_state_dir',
    ])
    assert.deepEqual(readEnvironment({ KD6_LEASE_DIR: '/x' }, names).notices, [
      'KD6_LEASE_DIR (environment): now called KD6_STATE_DIR',
    ])
    const reading = readFile({ path: 'f', tree: { 'lease-dir': '/x' } }, names)
    assert.deepEqual(reading.notices, ['lease-dir (file): now called state-dir'])
    assert.deepEqual(
      reading.givens.map(({ key, text }) => [key, text]),
      [['stateDir', '/x']],
    )
  })

  it('is no suggestion', () => {
    assert.deepEqual(names.names, ['state-dir'])
  })
})

function heard(
  reading: Reading,
  key: SettingKey,
  number: number | null,
  text: string,
  spelling: string,
): void {
  assert.deepEqual(reading.errors, [])
  assert.deepEqual(
    reading.givens.map(({ origin, ...given }) => ({ ...given, spelling: origin.spelling })),
    [{ key, number, port: null, text, spelling }],
  )
}

/** A text that every form of the setting can carry. */
function sample(key: SettingKey): string {
  const { type, default: fallback, example } = settingOf(key)
  const value = example ?? fallback
  if (value === null || value === undefined) return '/x'
  return type.format(value) || 'lan0=1'
}

function fileValue(text: string, kinds: readonly string[]): unknown {
  if (kinds.includes('table')) return Object.fromEntries([text.split('=')])
  return kinds.includes('string') ? text : Number(text)
}

function unexpected(word: string): string {
  return `${word} (command line): unexpected argument`
}
