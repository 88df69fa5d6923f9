import { acquireLock } from '../../src/control/lock.ts'
import { controlPath } from '../../src/control/socketFiles.ts'

/** Run as a process of its own: takes the lock of a port, says how that went, and stays until it is killed. */
const wan = process.argv[2]!
const lock = await acquireLock(wan, () => ({ pid: process.pid, commandLine: 'kd6 of a child', since: 0 }))
const result = 'code' in lock ? lock.message : `held in ${controlPath('/run/kd6', wan)}`
process.stdout.write(`${result}\n`)
if (!('code' in lock)) setInterval(() => undefined, 60_000)
