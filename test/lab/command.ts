import { spawn } from 'node:child_process'

/** A command that ended with another status than 0. */
export class CommandError extends Error {
  readonly status: number | null
  readonly stderr: string

  constructor(command: readonly string[], status: number | null, stderr: string) {
    super(`${command.join(' ')}: status ${status ?? 'none'}: ${stderr.trim()}`)
    this.status = status
    this.stderr = stderr
  }
}

export interface CommandResult {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command to its end, `input` on its standard input, and says how it ended. Rejects only when it can't start. */
export function attempt(command: readonly string[], input = ''): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0]!, command.slice(1), { stdio: 'pipe' })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    // A command that ends without reading its input is judged by its status.
    child.stdin.on('error', () => undefined)
    child.on('error', reject)
    child.on('close', status => {
      resolve({ status, stdout, stderr })
    })
    child.stdin.end(input)
  })
}

/** Like {@link attempt}, but gives the standard output and rejects with a {@link CommandError} on any status but 0. */
export async function run(command: readonly string[], input = ''): Promise<string> {
  const { status, stdout, stderr } = await attempt(command, input)
  if (status !== 0) throw new CommandError(command, status, stderr)
  return stdout
}

/** Many `ip` commands in one process, each a line as `ip` takes it, in a namespace or outside. */
export async function ipBatch(
  lines: readonly string[],
  namespace?: { readonly name: string },
): Promise<void> {
  const where = namespace === undefined ? [] : ['-n', namespace.name]
  if (lines.length > 0) await run(['ip', ...where, '-batch', '-'], lines.join('\n') + '\n')
}
