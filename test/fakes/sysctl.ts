import type { Sysctl } from '../../src/ports/sysctl.ts'
import { fault, type Fault } from '../../src/values/fault.ts'

/** Kernel settings in memory; writing one that does not exist is refused, as by the kernel. */
export class FakeSysctl implements Sysctl {
  readonly values: Map<string, string>
  /** Told of each write before it happens. */
  onWrite: (path: string, value: string) => void = () => undefined

  constructor(values: Readonly<Record<string, string>> = {}) {
    this.values = new Map(Object.entries(values))
  }

  read(path: string): string | null {
    return this.values.get(path) ?? null
  }

  write(path: string, value: string): Fault | null {
    if (!this.values.has(path)) return fault('ENOENT', 'open', path, 'no such file or directory')
    this.onWrite(path, value)
    this.values.set(path, value)
    return null
  }
}
