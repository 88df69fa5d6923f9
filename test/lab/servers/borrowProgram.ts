import { chmodSync, copyFileSync, existsSync } from 'node:fs'
import { basename, join } from 'node:path'

/**
 * Copies an installed server into the lab's directory and gives the copy's path: Debian's AppArmor profiles go by
 * path, and would keep the installed one from files outside /var/lib.
 */
export function borrowProgram(installed: string, packageName: string, directory: string): string {
  if (!existsSync(installed)) {
    throw new Error(`${installed} is missing: install Debian's package ${packageName}`)
  }
  const copy = join(directory, basename(installed))
  if (!existsSync(copy)) {
    copyFileSync(installed, copy)
    chmodSync(copy, 0o755)
  }
  return copy
}
