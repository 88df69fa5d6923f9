import type { Log, LogFields, LogLevel } from '../../src/ports/log.ts'

export interface Line {
  readonly level: LogLevel
  readonly message: string
  readonly fields: LogFields
}

/** A log that keeps its lines. */
export class MemoryLog implements Log {
  readonly lines: Line[] = []

  error(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', message, fields })
  }

  warn(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', message, fields })
  }

  info(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', message, fields })
  }

  debug(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'debug', message, fields })
  }

  /** The messages of these levels, in order. */
  at(...levels: readonly LogLevel[]): string[] {
    return this.lines.filter(({ level }) => levels.includes(level)).map(({ message }) => message)
  }
}
