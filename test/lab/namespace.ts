import { attempt, run, type CommandResult } from './command.ts'

/** A network namespace made by a {@link Lab}. */
export class Namespace {
  /** The whole name, as `ip netns exec` takes it. */
  readonly name: string
  /** What it is in the lab: `router`, `host-3-1`. */
  readonly role: string

  constructor(name: string, role: string) {
    this.name = name
    this.role = role
  }

  /** The words that run `command` in here. */
  enter(command: readonly string[]): string[] {
    return ['ip', 'netns', 'exec', this.name, ...command]
  }

  run(command: readonly string[], input = ''): Promise<string> {
    return run(this.enter(command), input)
  }

  attempt(command: readonly string[], input = ''): Promise<CommandResult> {
    return attempt(this.enter(command), input)
  }

  /** `ip ARGUMENTS`, words separated by blanks. */
  ip(words: string): Promise<string> {
    return run(['ip', '-n', this.name, ...words.split(' ')])
  }

  /** `ip -json ARGUMENTS`, parsed. */
  async ipJson(words: string): Promise<Record<string, unknown>[]> {
    const text = await run(['ip', '-n', this.name, '-json', ...words.split(' ')])
    return text.trim() === '' ? [] : (JSON.parse(text) as Record<string, unknown>[])
  }

  /** Writes settings under /proc/sys and then runs shell commands, all in one process. */
  async configure(
    settings: Readonly<Record<string, string | number>>,
    commands: readonly string[] = [],
  ): Promise<void> {
    const writes = Object.entries(settings).map(([path, value]) => `echo ${value} > /proc/sys/${path}`)
    await this.run(['sh', '-e'], [...writes, ...commands].join('\n') + '\n')
  }

  async setting(path: string): Promise<string> {
    return (await this.run(['cat', `/proc/sys/${path}`])).trim()
  }
}
