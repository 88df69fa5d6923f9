import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { documents } from '../../scripts/settings-doc.ts'
import { about } from '../../src/config/about.ts'
import { commands } from '../../src/config/commands.ts'
import { groups, settingKeys, settingOf } from '../../src/config/definition.ts'
import { exitStatuses } from '../../src/config/exitStatus.ts'
import { helpText } from '../../src/config/help.ts'
import { modinfoText } from '../../src/config/modinfo.ts'
import { optionName, parameterName, shownName } from '../../src/config/names.ts'
import { parseConfigText } from '../../src/config/toml.ts'
import { configured, LAUNCH } from './support.ts'

const ROOT = new URL('../../', import.meta.url)

function committed(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8')
}

describe('the generated documents', () => {
  it('are what the definition says (else run scripts/settings-doc.ts)', async () => {
    for (const [path, text] of await documents()) assert.equal(committed(path), text, path)
  })

  it('have every setting and every exit status', () => {
    const settings = committed('docs/settings.md')
    for (const key of settingKeys) {
      const number = settingOf(key).scope === 'numbered' ? 0 : null
      assert.ok(settings.includes(`### \`${shownName(key, number)}\``), key)
    }
    for (const name of Object.keys(exitStatuses))
      assert.ok(committed('docs/exit-statuses.md').includes(name), name)
  })
})

describe('the reference configuration', () => {
  const text = committed('docs/kd6.reference.toml')

  it('has every setting that a file can have, at its default', () => {
    const file = parseConfigText('f', text)
    assert.ok('tree' in file)
    const expected = settingKeys.filter(key => settingOf(key).inFile !== false).length
    assert.equal(Object.keys(file.tree).length, expected)
    assert.deepEqual(configured({ file: text }).settings, configured({ argv: LAUNCH }).settings)
  })

  it('shows tables of single ports that work when their comment signs go', () => {
    const example = text.slice(text.indexOf('# [wan.wan0]')).replaceAll(/^# ?/gm, '')
    const { settings } = configured({ file: `${text}\n${example}` })
    assert.equal(settings.wan.byPort.get('wan0')?.prefixHint, 60)
    assert.equal(settings.lan.byPort.get('lan0')?.advLinkMtu, 1492)
  })
})

describe('--help', () => {
  const help = helpText('1.2.3')

  it('fits 100 columns and ends with a line end', () => {
    for (const line of help.split('\n')) assert.ok(line.length <= 100 && line === line.trimEnd(), line)
    assert.ok(help.endsWith('\n') && !help.endsWith('\n\n'))
  })

  it('mentions every setting and command, examples first', () => {
    for (const key of settingKeys) {
      const { scope } = settingOf(key)
      assert.ok(help.includes(`\n  ${shownName(key, scope === 'numbered' ? 0 : null)}`), key)
    }
    for (const { synopsis } of Object.values(commands)) assert.ok(help.includes(synopsis), synopsis)
    const titles = ['Examples:', 'Commands:', 'Settings:', ...groups.map(({ title }) => `${title}:`)]
    const places = titles.map(title => help.indexOf(`\n${title}\n`))
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    )
    assert.ok(!places.includes(-1))
  })

  it('shows examples that are accepted', () => {
    const examples = [...help.matchAll(/^ {2}kd6 (kd6_.*)$/gm)].map(match => match[1]!)
    assert.equal(examples.length, 2)
    for (const argv of examples) configured({ argv })
  })
})

describe('modinfo', () => {
  const lines = modinfoText('/usr/lib/kd6/kd6.js', '1.2.3').split('\n')

  it('begins as it does for the module', () => {
    assert.deepEqual(lines.slice(0, 7), [
      'filename:       /usr/lib/kd6/kd6.js',
      'license:        MIT',
      'author:         the kd6 authors',
      `description:    ${about.description}`,
      'version:        1.2.3',
      'parm:           kd6_mode:the role: 1 or CT = client, 2 or RR = requesting router, 3 or SR = server (int)',
      'parm:           kd6_wan_if_mode:WAN ports: 1 = the named ones, 0 = every eligible port that the LAN side does not name; left out: 1 if a WAN port is named (int)',
    ])
  })

  it('has a line for every parameter, and for the 4 WAN and 10 LAN ports of the module', () => {
    const parameters = lines.flatMap(
      line => /^parm: {11}(kd6_\w+):.+ \((?:int|charp|bool)\)$/.exec(line)?.[1] ?? [],
    )
    const single = settingKeys
      .filter(key => settingOf(key).scope !== 'numbered')
      .map(key => parameterName(key))
    const wan = [0, 1, 2, 3].map(number => `kd6_if_w${number}`)
    const lan = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(number => `kd6_if_l${number}`)
    assert.deepEqual([...parameters].sort(), [...single, ...wan, ...lan].sort())
  })

  it('says what package.json says', () => {
    const manifest = JSON.parse(committed('package.json')) as Record<string, unknown>
    assert.equal(manifest['license'], about.license)
    assert.equal(manifest['description'], about.description)
  })
})

describe('names of settings', () => {
  it('are told apart in every form', () => {
    const names = settingKeys.map(key => optionName(key))
    assert.equal(new Set(names).size, names.length)
    for (const { help } of settingKeys.map(settingOf))
      assert.ok(!help.endsWith('.') && !help.includes('\n'), help)
  })
})
