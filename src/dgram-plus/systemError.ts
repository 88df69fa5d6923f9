import { constants as os } from 'node:os'
import { getSystemErrorMap } from 'node:util'

/** What the kernel refused, shaped like Node's own: `code`, negative `errno`, `syscall`, `address`, `port`. */
export class SystemError extends Error {
  override readonly name = 'SystemError'
  /** `EADDRINUSE` … */
  readonly code: string
  /** Negative. */
  readonly errno: number
  readonly syscall: string
  readonly address: string | undefined
  readonly port: number | undefined

  constructor(errno: number, syscall: string, address?: string, port?: number) {
    const code = errnoName(errno)
    const where = address === undefined ? '' : ` ${address}${port === undefined ? '' : `:${port}`}`
    super(`${syscall} ${code}${where}`)
    this.code = code
    this.errno = -Math.abs(errno)
    this.syscall = syscall
    this.address = address
    this.port = port
  }
}

/** The name of an errno of either sign: `ENODEV`; `E524` for one without a name outside the kernel. */
export function errnoName(errno: number): string {
  const positive = Math.abs(errno)
  const known = getSystemErrorMap().get(-positive)
  if (known) return known[0]
  return Object.entries(os.errno).find(([, value]) => value === positive)?.[0] ?? `E${positive}`
}

/** What it means, in a few lower-case words: `address already in use`. */
export function errnoText(errno: number): string {
  return getSystemErrorMap().get(-Math.abs(errno))?.[1] ?? errnoName(errno)
}
