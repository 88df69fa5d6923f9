import { setup } from 'xstate'
import { effectActions, type DeadlineEvent } from './effects.ts'
import { machineConfig, rowsOf } from './kd6Machine.ts'
import type { DeadlineName, Role } from './states.ts'

/** What a column's machine hears: an event of its rows, by name. */
export type ColumnEvent = { readonly type: string } | DeadlineEvent<DeadlineName>

/** Effects of a column, one for each word in its rows' `does`. */
export type ColumnEffects = Readonly<Record<string, object>>

export function effectsOf(role: Role): readonly string[] {
  return [...new Set(rowsOf(role).flatMap(row => row.does))]
}

/** A role's column of the table as a machine: flat states, named guards and effects, nothing nested. */
function column(role: 'SR' | 'CT') {
  return setup({
    types: { events: {} as ColumnEvent },
    actions: effectActions<ColumnEffects>(effectsOf(role)),
    guards: {
      deadlineIs: ({ event }, { name }: { name: string }) =>
        event.type === 'DEADLINE' && 'name' in event && event.name === name,
    },
  }).createMachine(
    machineConfig({ role, detail: {}, actions: does => [{ type: does, params: () => ({}) }] }) as never,
  )
}

/** The SR column, one instance per client's binding. */
export const delegatingRouterMachine = column('SR')

/** The CT column, one instance per port. */
export const clientMachine = column('CT')
