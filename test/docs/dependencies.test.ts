import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

describe('docs/dependencies.md', () => {
  it('tells of every package in package.json', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
    const page = readFileSync('docs/dependencies.md', 'utf8')
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      assert.ok(page.includes(`\`${name}\``), name)
    }
  })
})
