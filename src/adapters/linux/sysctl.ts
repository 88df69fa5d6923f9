import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { errnoText } from '#dgram-plus'

import type { Sysctl } from '../../ports/sysctl.ts'
import { fault, type Fault } from '../../values/fault.ts'

/** Kernel settings, as the files that they are. */
export class LinuxSysctl implements Sysctl {
  readonly #base: string

  constructor(base = '/proc/sys') {
    this.#base = base
  }

  /** Null also for a setting that can't be read: `stable_secret` is EIO until it is set. */
  read(path: string): string | null {
    try {
      return readFileSync(join(this.#base, path), 'utf8').replace(/\n$/, '')
    } catch (error) {
      systemFault(error, path)
      return null
    }
  }

  /** ENOENT: no such setting, or its port is gone; EINVAL: not such a value; EACCES, EPERM, EROFS: no privilege. */
  write(path: string, value: string): Fault | null {
    const file = join(this.#base, path)
    try {
      // Without O_CREAT: a setting that is not there is not ours to make.
      writeFileSync(file, `${value}\n`, { flag: 'r+' })
      return null
    } catch (error) {
      return systemFault(error, file)
    }
  }
}

/** Throws on what no system call has refused. */
function systemFault(error: unknown, file: string): Fault {
  if (!(error instanceof Error && 'errno' in error && 'syscall' in error)) throw error
  const { errno, code, syscall } = error as NodeJS.ErrnoException
  return fault(code ?? 'EIO', syscall ?? 'open', file, errnoText(errno ?? 0))
}
