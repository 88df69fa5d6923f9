import { posix } from 'node:path'
import { importsOf, type Import } from './imports.ts'
import { rooms, type Room } from './rooms.ts'

/** A source file; its path is relative to the repository and uses slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

const LINE_LIMIT = 300

/** Everything that breaks the house rules, one line each. */
export function violations(files: readonly SourceFile[]): readonly string[] {
  return [...files.flatMap(edgeViolations), ...files.flatMap(lengthViolation), ...cycles(files)]
}

/** The room of a path: `src/wire/nd/x.ts` lies in `wire`, `machines/x.ts` in `machines`. */
export function roomOf(path: string): string | undefined {
  const [first, second, third] = path.split('/')
  if (first === 'machines') return 'machines'
  return first === 'src' && third !== undefined ? second : undefined
}

function edgeViolations(file: SourceFile): string[] {
  const name = roomOf(file.path)
  const room = name === undefined ? undefined : rooms[name]
  if (name === undefined || !room) return [`${file.path}: lies in no room of the house`]
  return importsOf(file.path, file.text).flatMap(edge => {
    const reason = refusal(file.path, name, room, edge)
    return reason === undefined ? [] : [`${file.path}:${edge.line}: ${reason}`]
  })
}

function refusal(path: string, name: string, room: Room, edge: Import): string | undefined {
  const { specifier } = edge
  if (specifier.startsWith('node:')) {
    return room.node ? undefined : `${name} may not import ${specifier}`
  }
  if (specifier === '#dgram-plus') {
    return room.native ? undefined : `${name} may not load the native module`
  }
  if (!specifier.startsWith('.')) {
    return room.packages?.includes(packageOf(specifier)) ? undefined : `${name} may not import ${specifier}`
  }
  const target = roomOf(resolve(path, specifier))
  if (target === undefined) return `${specifier} lies outside the house`
  if (target === name || room.uses.includes(target)) return undefined
  if (room.types?.includes(target)) {
    return edge.typeOnly ? undefined : `${name} may import only types from ${target}`
  }
  return `${name} may not import ${target} (${specifier})`
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function resolve(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier)
}

function lengthViolation({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split('\n').length
  if (lines <= LINE_LIMIT || isTable(text)) return []
  return [`${path}: ${lines} lines; the limit is ${LINE_LIMIT}, except for a table that says so`]
}

/** A table says so in the first line of text of its first comment. */
function isTable(text: string): boolean {
  const comment = /^\s*(?:\/\/|\/\*+)\s*(?:\n\s*\*\s*)?(.*)$/m.exec(text)
  return comment !== null && /\btable\b/i.test(comment[1] ?? '')
}

/** Import cycles at run time. Types may refer to each other: a DHCPv6 option holds options. */
function cycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(files.map(file => [file.path, runtimeTargets(file)]))
  const done = new Set<string>()
  const found: string[] = []
  const walk = (path: string, trail: readonly string[]) => {
    const start = trail.indexOf(path)
    if (start >= 0) found.push(`import cycle: ${[...trail.slice(start), path].join(' → ')}`)
    if (start >= 0 || done.has(path)) return
    for (const target of edges.get(path) ?? []) walk(target, [...trail, path])
    done.add(path)
  }
  for (const path of edges.keys()) walk(path, [])
  return found
}

function runtimeTargets({ path, text }: SourceFile): string[] {
  return importsOf(path, text)
    .filter(edge => !edge.typeOnly && edge.specifier.startsWith('.'))
    .map(edge => resolve(path, edge.specifier))
}
