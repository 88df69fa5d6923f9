import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { figuresOf, HEAD } from './onlineFigures.ts'
import { table } from './figures.ts'
import { measureOnline, type OnlineTimes, type Router } from './onlineRun.ts'

const USAGE = `usage: node --import=tsx scripts/bench/online.ts [options]     (as root)

How fast a router puts hosts online: medians over several launches of each kind, the kinds taking turns.
  --lans N,N,…       LAN ports, a host on each (1,8,64)
  --runs N           launches of each kind (5)
  --routers R,R      kd6, networkd or both (kd6)
  --rapid-commit R   no, yes or both (both)
  --node PATH        the Node that runs kd6 (the one that runs this)
  --json             print every single figure, as JSON
`

export interface Kind {
  readonly router: Router
  readonly lans: number
  readonly rapidCommit: boolean
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      lans: { type: 'string', default: '1,8,64' },
      runs: { type: 'string', default: '5' },
      routers: { type: 'string', default: 'kd6' },
      'rapid-commit': { type: 'string', default: 'both' },
      node: { type: 'string', default: process.execPath },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return values
}

/** Takes turns, so that a busy minute of the machine does not fall on one kind alone. */
async function measureAll(
  kinds: readonly Kind[],
  runs: number,
  node: string,
): Promise<Map<Kind, OnlineTimes[]>> {
  const results = new Map<Kind, OnlineTimes[]>(kinds.map(kind => [kind, []]))
  for (let run = 1; run <= runs; run++) {
    for (const kind of kinds) {
      process.stderr.write(
        `run ${run} of ${runs}: ${kind.router}, ${kind.lans} LANs, rapid commit ${kind.rapidCommit ? 'on' : 'off'}\n`,
      )
      results.get(kind)!.push(await measureOnline({ ...kind, node }))
    }
  }
  return results
}

async function main(): Promise<void> {
  const values = readOptions()
  if (values.help) {
    process.stdout.write(USAGE)
    return
  }
  const rapid = { no: [false], yes: [true], both: [false, true] }[values['rapid-commit']]
  if (rapid === undefined) throw new Error('--rapid-commit takes no, yes or both')
  const kinds = values.lans
    .split(',')
    .flatMap(lans =>
      rapid.flatMap(rapidCommit =>
        values.routers
          .split(',')
          .map(router => ({ router: router as Router, lans: Number(lans), rapidCommit })),
      ),
    )
  const results = await measureAll(kinds, Number(values.runs), values.node)
  if (values.json) {
    process.stdout.write(
      JSON.stringify(
        [...results].map(([kind, times]) => ({ ...kind, times })),
        null,
        2,
      ) + '\n',
    )
    return
  }
  const version = execFileSync(values.node, ['--version'], { encoding: 'utf8' }).trim()
  process.stdout.write(`Medians of ${values.runs}, in ms; kd6 on Node ${version}\n\n`)
  process.stdout.write(
    table(
      HEAD,
      [...results].map(([kind, times]) => figuresOf(kind, times)),
    ) + '\n',
  )
}

await main()
