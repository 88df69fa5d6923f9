import type { ExitName } from '../config/exitStatus.ts'

/** Why the daemon does not start or go on: one line for people, and the exit status. Not a bug of ours. */
export class Refusal extends Error {
  readonly exit: ExitName

  constructor(exit: ExitName, message: string) {
    super(message)
    this.exit = exit
  }
}
