import { acquireLock } from '../control/lock.ts'
import { isFault } from '../values/fault.ts'
import { Refusal } from './refusal.ts'

/** One daemon for each WAN port and network namespace: the kernel frees the locks with the process. */
export async function acquireLocks(wans: readonly string[]): Promise<void> {
  const since = Date.now()
  const commandLine = process.argv.join(' ')
  for (const wan of wans) {
    const lock = await acquireLock(wan, () => ({ pid: process.pid, commandLine, since }))
    if (isFault(lock)) throw new Refusal('alreadyRunning', lock.message)
  }
}
