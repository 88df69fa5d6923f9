import type { LockHolder } from '../control/lock.ts'
import { isFault } from '../values/fault.ts'
import { Refusal } from './refusal.ts'

/**
 * One daemon for each WAN port and network namespace: the kernel frees the locks with the process. Loads node:net, so
 * where UDP port 546 is held already, which no second daemon can have, this comes after the first Solicit.
 */
export async function acquireLocks(wans: readonly string[]): Promise<void> {
  const { acquireLock } = await import('../control/lock.ts')
  const holder: LockHolder = { pid: process.pid, commandLine: process.argv.join(' '), since: Date.now() }
  for (const wan of wans) {
    const lock = await acquireLock(wan, () => holder)
    if (isFault(lock)) throw new Refusal('alreadyRunning', lock.message)
  }
}
