/**
 * What our own environment refused: a kernel call, a file, a port. Never a peer's bytes (those are a WireError) and
 * never a refusal by a rule (a Verdict). A Fault is a value; adapters return it, drivers turn it into an event.
 */
export interface Fault {
  /** The errno's name: `EPERM`, `ENODEV`, `EADDRINUSE`, or `ETIMEDOUT`, `EBADMSG` for our own findings. */
  readonly code: string
  /** The call that was refused: `bind`, `RTM_NEWADDR`, `open`. */
  readonly call: string
  /** What it was about: `wan0 port 546`, `2001:db8::1/64 on lan0`, a path. */
  readonly where: string
  /** What the system said, in one line. */
  readonly message: string
}

export function fault(code: string, call: string, where: string, message: string): Fault {
  return { code, call, where, message }
}

/** Tells a Fault from the result that would be there without one. */
export function isFault(result: object | null): result is Fault {
  if (result === null) return false
  const { code, call, where, message } = result as Partial<Record<keyof Fault, unknown>>
  return [code, call, where, message].every(text => typeof text === 'string')
}

export function formatFault(f: Fault): string {
  return `${f.where}: ${f.call}: ${f.code}: ${f.message}`
}
