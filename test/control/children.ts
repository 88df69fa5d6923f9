import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

export type Child = ChildProcessByStdio<null, Readable, null>

/** Starts a program and resolves with the first line that it says. */
export async function startAndHear(
  command: string,
  ...args: string[]
): Promise<{ child: Child; said: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, said: said.toString().trimEnd() }
}

export async function killed(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
