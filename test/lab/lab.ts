import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attempt, ipBatch } from './command.ts'
import { LabProcess } from './labProcess.ts'
import { Namespace } from './namespace.ts'
import { until } from './waiting.ts'

export interface Port {
  readonly namespace: Namespace
  readonly name: string
  readonly mac?: string
}

let labs = 0
const open = new Set<Lab>()

/**
 * A set of network namespaces with a prefix of its own, the programs in them and a directory for their files. All of
 * it goes with `remove`, and also when this process ends by a signal or an exception.
 */
export class Lab {
  readonly prefix: string
  readonly directory: string
  readonly #namespaces = new Map<string, Namespace>()
  readonly #processes: LabProcess[] = []
  #kept = false

  private constructor(prefix: string) {
    this.prefix = prefix
    this.directory = labDirectory(prefix)
  }

  static create(): Lab {
    if (process.getuid?.() !== 0) throw new Error('a lab of network namespaces needs root')
    installLastResort()
    const lab = new Lab(`kd6-${process.pid}-${++labs}`)
    mkdirSync(lab.directory, { recursive: true })
    // Servers that give up root read their files here too.
    chmodSync(lab.directory, 0o755)
    open.add(lab)
    return lab
  }

  namespace(role: string): Namespace | undefined {
    return this.#namespaces.get(role)
  }

  get processes(): readonly LabProcess[] {
    return this.#processes
  }

  /** Makes a namespace per role, all in one go, each with its loopback up. */
  async addNamespaces(roles: readonly string[]): Promise<Namespace[]> {
    const added = roles.map(role => new Namespace(`${this.prefix}-${role}`, role))
    await ipBatch(added.map(({ name }) => `netns add ${name}`))
    for (const namespace of added) this.#namespaces.set(namespace.role, namespace)
    return added
  }

  async addNamespace(role: string): Promise<Namespace> {
    return (await this.addNamespaces([role]))[0]!
  }

  /** Joins each pair of ports by a veth cable. Both ends stay down. */
  async connect(cables: readonly (readonly [Port, Port])[]): Promise<void> {
    const mac = (port: Port): string => (port.mac === undefined ? '' : ` address ${port.mac}`)
    await ipBatch(
      cables.map(
        ([a, b]) =>
          `link add ${a.name}${mac(a)} netns ${a.namespace.name} type veth ` +
          `peer name ${b.name}${mac(b)} netns ${b.namespace.name}`,
      ),
    )
  }

  /** Starts a program in a namespace, or outside of them all. Its files are `NAME.log` and `NAME.out` in the lab's directory. */
  start(
    namespace: Namespace | null,
    name: string,
    command: readonly string[],
    environment: NodeJS.ProcessEnv = {},
  ): LabProcess {
    const started = LabProcess.start(
      namespace === null ? command : namespace.enter(command),
      join(this.directory, name),
      environment,
    )
    this.#processes.push(started)
    return started
  }

  file(name: string): string {
    return join(this.directory, name)
  }

  /** Leaves everything in place when this process ends; `removeLab(prefix)` takes it away later. */
  keep(): void {
    this.#kept = true
    open.delete(this)
    for (const each of this.#processes) each.release()
  }

  /** Ends the programs, newest first, and removes namespaces and files. Rejects when anything is left. */
  async remove(): Promise<void> {
    if (this.#kept) return
    for (const each of this.#processes.toReversed()) if (each.running) await each.stop()
    await removeLab(this.prefix)
    open.delete(this)
  }
}

/** Makes a lab for the time of `use`, and takes it away however that ends. */
export async function withLab<T>(use: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = Lab.create()
  try {
    return await use(lab)
  } finally {
    await lab.remove()
  }
}

/** Removes a lab by its prefix: the processes in its namespaces, the namespaces, the files. */
export async function removeLab(prefix: string): Promise<void> {
  const names = namespacesOf(prefix)
  const pids = await pidsIn(names)
  for (const pid of pids) killIfThere(pid, 'SIGTERM')
  await until('programs to end', 3000, async () => (await pidsIn(names)).length === 0).catch(async () => {
    for (const pid of await pidsIn(names)) killIfThere(pid, 'SIGKILL')
    await until('killed programs to end', 3000, async () => (await pidsIn(names)).length === 0)
  })
  await ipBatch(names.map(name => `netns delete ${name}`))
  rmSync(labDirectory(prefix), { recursive: true, force: true })
  const left = namespacesOf(prefix)
  if (left.length > 0) throw new Error(`namespaces are left: ${left.join(' ')}`)
}

/** The namespaces there are with this lab prefix. */
export function namespacesOf(prefix: string): string[] {
  try {
    return readdirSync('/run/netns').filter(name => name.startsWith(`${prefix}-`))
  } catch {
    return []
  }
}

function labDirectory(prefix: string): string {
  return join(tmpdir(), prefix)
}

async function pidsIn(names: readonly string[]): Promise<number[]> {
  const pids: number[] = []
  for (const name of names) {
    const { stdout } = await attempt(['ip', 'netns', 'pids', name])
    for (const word of stdout.split(/\s+/)) if (word !== '') pids.push(Number(word))
  }
  return pids
}

function killIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended between the look and the signal.
  }
}

let installed = false

/** What `remove` did not get to do: synchronously, as nothing else runs while a process exits. */
function installLastResort(): void {
  if (installed) return
  installed = true
  process.on('exit', () => {
    for (const lab of open) {
      for (const each of lab.processes) each.signal('SIGKILL')
      for (const name of namespacesOf(lab.prefix)) execFileSync('ip', ['netns', 'delete', name])
      rmSync(lab.directory, { recursive: true, force: true })
    }
  })
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.on(signal, () => process.exit(128 + number))
  }
}
