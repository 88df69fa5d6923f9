import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { charts } from '../machines/index.ts'
import { renderPages } from './machines/page.ts'

const folder = resolve(import.meta.dirname, '../docs/machines')

/** Writes docs/machines anew; a picture whose chart is gone goes too. */
async function main(): Promise<void> {
  const files = await renderPages(charts)
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(join(folder, name))
  for (const [name, text] of files) writeFileSync(join(folder, name), text)
  process.stderr.write(`docs/machines: ${charts.length} charts\n`)
}

await main()
