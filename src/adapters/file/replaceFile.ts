import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** An age at which nobody is still writing it. Milliseconds. */
const ABANDONED_AFTER = 60_000

/**
 * Puts `text` in the place of what the file held, on disk when this resolves. A crash at any moment leaves the old
 * or the new text. The file is 0600, a directory made for it 0700. Rejects with the errno of the call that failed.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const directory = dirname(path)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  // Another daemon, perhaps in a pid namespace of its own, may write the same document.
  const temporary = `${path}.${process.pid}-${process.hrtime.bigint().toString(36)}.tmp`
  try {
    await writeAndSync(temporary, text)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
  await syncDirectory(directory)
}

/** Removes the file, durably; it need not be there. */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  await syncDirectory(dirname(path))
}

/** Removes what crashes have left behind. Failure is of no consequence. */
export async function sweepTemporaries(directory: string): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    if (!name.endsWith('.tmp')) continue
    const path = join(directory, name)
    const age = await stat(path).then(
      found => Date.now() - found.mtimeMs,
      () => 0,
    )
    if (age > ABANDONED_AFTER) await rm(path, { force: true }).catch(() => undefined)
  }
}

async function writeAndSync(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Without this a power failure could still take the rename back. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
