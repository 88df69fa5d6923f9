import {
  createActor,
  type AnyActorLogic,
  type AnyStateMachine,
  type EventFrom,
  type InputFrom,
  type SnapshotFrom,
} from 'xstate'
import { collectInto, type Effect } from '../../machines/effects.ts'

/**
 * Runs a machine and hands back its effects as data: `send` steps once, to completion, and returns what the chart
 * asks for in order. A machine that fails is a bug of ours, so it throws and the process ends.
 */
export class Stepper<Machine, Effects> {
  #actor: ReturnType<typeof createActor<AnyActorLogic>>
  #pending: Effect<Effects>[] = []

  constructor(machine: Machine, effects: readonly (keyof Effects & string)[], input: InputFrom<Machine>) {
    const collected = collectInto<Effects>(effects, effect => {
      this.#pending.push(effect)
    })
    // XState's own types of a machine do not fit its constraints under exactOptionalPropertyTypes.
    const logic = (machine as unknown as AnyStateMachine).provide({
      actions: collected as never,
    }) as unknown as AnyActorLogic
    this.#actor = createActor(logic, { input: input as never })
    this.#actor.subscribe({ error: () => undefined })
  }

  /** Enters the initial state. */
  start(): readonly Effect<Effects>[] {
    this.#actor.start()
    return this.#drain()
  }

  send(event: EventFrom<Machine>): readonly Effect<Effects>[] {
    this.#actor.send(event)
    return this.#drain()
  }

  get snapshot(): SnapshotFrom<Machine> {
    return this.#actor.getSnapshot() as SnapshotFrom<Machine>
  }

  #drain(): readonly Effect<Effects>[] {
    const snapshot = this.#actor.getSnapshot() as { status: string; error?: unknown }
    if (snapshot.status === 'error') throw snapshot.error
    const effects = this.#pending
    this.#pending = []
    return effects
  }
}
