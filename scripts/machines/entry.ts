import type { Entry, Origin } from './model.ts'

/** What a chart may say of a transition or a state in its `meta`. */
export interface DrawnMeta {
  readonly title?: string
  readonly role?: string
  readonly source?: string
  readonly origin?: Exclude<Origin, 'plain'>
  /** Either the whole edge as `EVENT [guard] / effect, effect`, or a caption that stands beside the machine's own. */
  readonly label?: string
}

/** The parts of XState's transition definition that are drawn. */
export interface DrawnTransition {
  readonly eventType: string
  readonly guard?: unknown
  readonly actions: readonly unknown[]
  readonly meta?: DrawnMeta | undefined
}

/** The entry of one transition: in the words of its label where that says it all, else in the machine's. */
export function entryOf(transition: DrawnTransition): Entry {
  const { role, source, label } = transition.meta ?? {}
  const facts = { roles: role === undefined ? [] : [role], ...(source === undefined ? {} : { source }) }
  const said = label === undefined ? undefined : readLabel(label)
  if (said) return { ...facts, ...said }
  const guard = guardName(transition.guard)
  return {
    ...facts,
    event: eventName(transition.eventType),
    ...(guard === undefined ? {} : { guard }),
    effects: actionNames(transition.actions),
    ...(label === undefined ? {} : { caption: label }),
  }
}

function readLabel(label: string): Pick<Entry, 'event' | 'guard' | 'effects'> | undefined {
  const match = /^(at once|[A-Z][A-Z0-9_]*)(?: \[([^\]]+)\])?(?: \/ (.+))?$/.exec(label)
  if (!match) return undefined
  const [, event = '', guard, effects] = match
  return { event, ...(guard === undefined ? {} : { guard }), effects: effects?.split(', ') ?? [] }
}

function eventName(type: string): string {
  if (type === '') return 'at once'
  if (type === '*') return 'any other event'
  const after = /^xstate\.after\.([^.]+)\./.exec(type)
  if (after) return `after ${after[1]!}${/^\d+$/.test(after[1]!) ? ' ms' : ''}`
  return type.startsWith('xstate.done.') ? 'done' : type
}

/** The names of actions; assignments without a name change no more than the context and are left out. */
export function actionNames(actions: readonly unknown[]): readonly string[] {
  return actions.flatMap(action => {
    const { type, params } = describe(action)
    if (type === undefined || type.startsWith('xstate.')) return []
    const name = isRecord(params) && typeof params['name'] === 'string' ? ` ${params['name']}` : ''
    return [`${type}${name}`]
  })
}

function guardName(guard: unknown): string | undefined {
  if (guard === undefined) return undefined
  if (typeof guard === 'function' && 'guards' in guard && Array.isArray(guard.guards)) {
    const parts = guard.guards.map(part => guardName(part) ?? 'always')
    return guard.name === 'not' ? `not ${parts.join()}` : parts.join(` ${guard.name} `)
  }
  const { type, params } = describe(guard)
  const name = isRecord(params) && typeof params['name'] === 'string' ? ` ${params['name']}` : ''
  return `${type ?? 'a condition'}${name}`
}

function describe(thing: unknown): { type?: string; params?: unknown } {
  if (typeof thing === 'string') return { type: thing }
  if (typeof thing === 'function') {
    return { type: 'type' in thing && typeof thing.type === 'string' ? thing.type : thing.name }
  }
  return isRecord(thing) && typeof thing['type'] === 'string'
    ? { type: thing['type'], params: thing['params'] }
    : {}
}

function isRecord(thing: unknown): thing is Record<string, unknown> {
  return typeof thing === 'object' && thing !== null
}
