import type { Fault } from '../values/fault.ts'

/**
 * Kernel settings under /proc/sys. `path` is relative, with slashes: `net/ipv6/conf/wan0/accept_ra` (a port's name
 * may hold dots).
 */
export interface Sysctl {
  /** The text without its line end, or null when there is no such setting (the port is gone). */
  read(path: string): string | null
  write(path: string, value: string): Fault | null
}
