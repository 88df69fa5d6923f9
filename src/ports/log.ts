export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

/** Values that a log line carries beside its text; `if` is the port's name. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface Log {
  error(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  debug(message: string, fields?: LogFields): void
}
