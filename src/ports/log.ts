export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

export type LogValue = string | number | boolean | null | undefined

/**
 * Values that a log line carries beside its text; `if` is the port's name. A function is called when the line is
 * written, if it is: for text that takes its time to make, on a way that hosts wait at the end of.
 */
export type LogFields = Readonly<Record<string, LogValue | (() => LogValue)>>

export interface Log {
  error(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  debug(message: string, fields?: LogFields): void
}
