import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { join, resolve } from 'node:path'
import { withLab } from '../test/lab/lab.ts'
import { formatHex } from '../src/values/bytes.ts'
import { formatVectorFile, type Family, type Vector } from '../test/vectors/vectorFile.ts'
import { PROGRAMS, scenarios, type Program, type Scenario } from './captureVectors/scenarios.ts'
import { Wire } from './captureVectors/wire.ts'

/*
 * Makes real programs talk in namespaces and keeps what they say under test/vectors, a file a program. As root, with
 * the packages of PROGRAMS installed:
 *
 *     node --import=tsx scripts/capture-vectors.ts [WORD]
 *
 * With a WORD only scenarios with it in their titles are played, and nothing is written.
 */

const NAMES: Partial<Record<number, string>> = {
  ...{ 1: 'SOLICIT', 2: 'ADVERTISE', 3: 'REQUEST', 4: 'CONFIRM', 5: 'RENEW', 6: 'REBIND', 7: 'REPLY' },
  ...{ 8: 'RELEASE', 9: 'DECLINE', 11: 'INFORMATION-REQUEST', 12: 'RELAY-FORW', 13: 'RELAY-REPL' },
  ...{ 133: 'RS', 134: 'RA' },
}

interface Said extends Vector {
  readonly family: Family
  readonly program: Program
}

async function play(scenario: Scenario): Promise<Said[]> {
  return withLab(async lab => {
    const wire = await Wire.lay(lab)
    if (scenario.unplugged !== true) await wire.plug()
    await scenario.play(wire)
    const said: Said[] = []
    for (const payload of wire.payloads()) {
      const program = wire.fromUpper(payload) ? scenario.upper : scenario.lower
      if (program === null) continue
      const { family, octets } = payload
      said.push({
        family,
        program,
        octets,
        title: `${NAMES[payload.type] ?? payload.type}: ${scenario.title}`,
      })
    }
    return said
  })
}

/** The first three of each title that differ in more than transaction id or checksum. */
function distinct(said: readonly Said[]): Said[] {
  const seen = new Map<string, Set<string>>()
  return said.filter(({ program, title, octets }) => {
    const key = `${program} ${title}`
    const known = seen.get(key) ?? new Set<string>()
    const content = formatHex(octets.slice(4))
    if (known.has(content) || known.size === 3) return false
    seen.set(key, known.add(content))
    return true
  })
}

function originOf(program: Program): string[] {
  const name = PROGRAMS[program]
  const version =
    name === null
      ? `Linux ${release()}`
      : execFileSync('dpkg-query', ['--show', '--showformat', '${Package} ${Version}', name], {
          encoding: 'utf8',
        })
  return [`Sent by ${version}, captured by scripts/capture-vectors.ts in network namespaces.`]
}

function write(said: readonly Said[]): void {
  const kept = distinct(said)
  const name = ({ family, program }: Said): string => `${family}/${program}`
  for (const first of kept.filter((one, i) => kept.findIndex(other => name(other) === name(one)) === i)) {
    const { family, program } = first
    const vectors = kept.filter(one => name(one) === name(first))
    const file = join(resolve(import.meta.dirname, '../test/vectors'), `${name(first)}.hex`)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, formatVectorFile({ family, program, origin: originOf(program), vectors }))
    process.stdout.write(`${name(first)}.hex: ${vectors.length} packets\n`)
  }
}

const word = process.argv[2]
const all: Said[] = []
for (const scenario of scenarios) {
  if (word !== undefined && !scenario.title.includes(word)) continue
  const said = await play(scenario)
  process.stdout.write(`${scenario.title}: ${said.map(({ title }) => title.split(':')[0]).join(' ')}\n`)
  all.push(...said)
}
if (word === undefined) write(all)
