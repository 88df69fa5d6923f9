import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { charts } from '../../machines/index.ts'
import { renderPages } from '../../scripts/machines/page.ts'

describe('docs/machines', function () {
  this.timeout(60_000)

  it('shows every chart as it is in machines/', async () => {
    const files = await renderPages(charts)
    assert.deepEqual(readdirSync('docs/machines').sort(), [...files.keys()].sort())
    for (const [name, text] of files) {
      const written = readFileSync(`docs/machines/${name}`, 'utf8')
      assert.ok(written === text, `docs/machines/${name} is stale: run npm run docs:machines`)
    }
  })
})
