import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { violations } from './architecture/check.ts'
import { importsOf } from './architecture/imports.ts'
import { rooms } from './architecture/rooms.ts'

describe('the house', () => {
  it('keeps the one-way rule, the line limit and no cycle', () => {
    const files = ['src', 'machines'].flatMap(sourcesUnder)
    assert.ok(files.length > 0)
    assert.deepEqual(violations(files), [])
  })

  it('lets nobody import the daemon', () => {
    for (const [name, room] of Object.entries(rooms)) {
      assert.ok(![...room.uses, ...(room.types ?? [])].includes('daemon'), name)
    }
  })
})

describe('the check of the house', () => {
  const refused: readonly (readonly [why: string, path: string, text: string])[] = [
    ['an upward edge', 'src/wire/a.ts', "import { a } from '../rules/a.ts'"],
    ['an upward edge for a type', 'src/values/a.ts', "import type { A } from '../wire/a.ts'"],
    ['an upward dynamic import', 'src/roles/a.ts', "const a = await import('../adapters/a.ts')"],
    ['an upward re-export', 'src/rules/a.ts', "export * from '../ports/a.ts'"],
    ['an upward import type', 'src/planner/a.ts', "let a: import('../wire/a.ts').A"],
    ['code where only types are allowed', 'machines/a.ts', "import { a } from '../src/wire/a.ts'"],
    ['config code in a role', 'src/roles/a.ts', "import { type A, b } from '../config/a.ts'"],
    ['the daemon', 'src/control/a.ts', "import '../daemon/a.ts'"],
    ['Node in the core', 'src/rules/a.ts', "import { readFileSync } from 'node:fs'"],
    ['a package out of its room', 'src/wire/a.ts', "import { Address6 } from 'ip-address'"],
    ['the native module out of its room', 'src/control/a.ts', "import '#dgram-plus'"],
    ['a computed specifier', 'src/daemon/a.ts', 'await import(name)'],
    ['a step out of the house', 'src/values/a.ts', "import '../../test/a.ts'"],
    ['a file in no room', 'src/a.ts', ''],
    ['an unknown room', 'src/utils/a.ts', ''],
    ['a long file', 'src/values/a.ts', 'x\n'.repeat(301)],
  ]
  for (const [why, path, text] of refused) {
    it(`refuses ${why}`, () => {
      assert.equal(violations([{ path, text }]).length, 1)
    })
  }

  it('takes allowed edges in every form', () => {
    const text = [
      "import { a } from '../rules/a.ts'",
      "import type { Settings } from '../config/settings.ts'",
      "export type { Link } from '../ports/netlink.ts'",
      "import { createActor } from 'xstate'",
      "const chart = await import('../../machines/chart.ts')",
    ].join('\n')
    assert.deepEqual(violations([{ path: 'src/roles/a.ts', text }]), [])
  })

  it('takes a long table that says so', () => {
    const text = `import './b.ts'\n/** The option table, by code. */\n${'x\n'.repeat(301)}`
    assert.deepEqual(violations([{ path: 'src/values/a.ts', text }]), [])
  })

  it('finds a cycle of code but not of types', () => {
    const pair = (form: string) => [
      { path: 'src/values/a.ts', text: "import { b } from './b.ts'" },
      { path: 'src/values/b.ts', text: `${form} { a } from './a.ts'` },
    ]
    assert.deepEqual(violations(pair('import')), [
      'import cycle: src/values/a.ts → src/values/b.ts → src/values/a.ts',
    ])
    assert.deepEqual(violations(pair('import type')), [])
  })

  it('says the line of an import', () => {
    assert.deepEqual(importsOf('a.ts', "\nimport { type A } from './a.ts'"), [
      { specifier: './a.ts', typeOnly: true, line: 2 },
    ])
  })
})

function sourcesUnder(folder: string) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.includes('node_modules'))
    .map(name => `${folder}/${name}`)
    .sort()
    .map(path => ({ path, text: readFileSync(path, 'utf8') }))
}
