import { createActor, type AnyActorLogic, type EventFrom, type InputFrom, type SnapshotFrom } from 'xstate'
import { collecting, type Effect } from '../../machines/effects.ts'

/**
 * Runs a machine and hands back its effects as data: `send` steps once, to completion, and returns what the chart
 * asks for in order. A machine that fails is a bug of ours, so it throws and the process ends.
 */
export class Stepper<Machine, Effects> {
  readonly #actor: ReturnType<typeof createActor<AnyActorLogic>>

  constructor(machine: Machine, input: InputFrom<Machine>) {
    // XState's own types of a machine do not fit its constraints under exactOptionalPropertyTypes.
    this.#actor = createActor(machine as unknown as AnyActorLogic, { input: input as never })
    this.#actor.subscribe({ error: () => undefined })
  }

  /** Enters the initial state. */
  start(): readonly Effect<Effects>[] {
    return this.#step(() => {
      this.#actor.start()
    })
  }

  send(event: EventFrom<Machine>): readonly Effect<Effects>[] {
    return this.#step(() => {
      this.#actor.send(event)
    })
  }

  get snapshot(): SnapshotFrom<Machine> {
    return this.#actor.getSnapshot() as SnapshotFrom<Machine>
  }

  #step(step: () => void): readonly Effect<Effects>[] {
    const effects = collecting<Effects>(step)
    const snapshot = this.#actor.getSnapshot() as { status: string; error?: unknown }
    if (snapshot.status === 'error') throw snapshot.error
    return effects
  }
}
