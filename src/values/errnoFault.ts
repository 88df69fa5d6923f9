import { fault, type Fault } from './fault.ts'

/**
 * The Fault in what a call of the platform threw or reported. Anything without an errno's name is a mistake in the
 * program and is thrown on. `call` and `where` are used where the error does not say itself.
 */
export function faultFromError(error: unknown, call: string, where: string): Fault {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown }
  if (!(error instanceof Error) || typeof code !== 'string' || code.startsWith('ERR_')) throw error
  // `EACCES: permission denied, open '/var/lib/kd6'` repeats what the other fields say.
  const plain = /^E[A-Z0-9]+: ([^,]+)/.exec(error.message)
  return fault(code, typeof syscall === 'string' ? syscall : call, where, plain?.[1] ?? error.message)
}
