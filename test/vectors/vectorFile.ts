import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatHex, parseHex } from '../../src/values/bytes.ts'

/** A packet that some program sent. */
export interface Vector {
  /** `SOLICIT from dhclient, asking Kea`, a line without a line break. */
  readonly title: string
  readonly octets: Uint8Array
}

/** What a program sent: `FAMILY/PROGRAM.hex` in this folder. */
export interface VectorFile {
  readonly family: Family
  /** `dhclient` */
  readonly program: string
  /** Where the packets come from: package and version, who captured them, how. */
  readonly origin: readonly string[]
  readonly vectors: readonly Vector[]
}

/** `dhcpv6` holds UDP payloads, `nd` ICMPv6 messages with their checksums. */
export type Family = 'dhcpv6' | 'nd'

/** Lines of origin behind `##`; then for each packet a title behind `#` and its octets in one line of hexadecimal. */
export function formatVectorFile({ origin, vectors }: VectorFile): string {
  const packets = vectors.map(({ title, octets }) => `\n# ${title}\n${formatHex(octets)}\n`)
  return [...origin.map(line => `## ${line}\n`), ...packets].join('')
}

export function readVectorFiles(family: Family): VectorFile[] {
  const folder = join(import.meta.dirname, family)
  return readdirSync(folder)
    .filter(name => name.endsWith('.hex'))
    .sort()
    .map(name => ({
      family,
      program: name.slice(0, -'.hex'.length),
      ...parseVectorFile(readFileSync(join(folder, name), 'utf8')),
    }))
}

function parseVectorFile(text: string): Pick<VectorFile, 'origin' | 'vectors'> {
  const lines = text.split('\n')
  const origin = lines.filter(line => line.startsWith('## ')).map(line => line.slice(3))
  const vectors: Vector[] = []
  for (const [i, line] of lines.entries()) {
    if (!line.startsWith('# ')) continue
    const octets = parseHex(lines[i + 1] ?? '')
    if (octets === null || octets.length === 0) throw new Error(`no octets under '${line}'`)
    vectors.push({ title: line.slice(2), octets })
  }
  return { origin, vectors }
}
