import type { LogFields, LogLevel, LogValue } from '../../ports/log.ts'

export interface LogLine {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
  readonly level: LogLevel
  readonly message: string
  readonly fields: LogFields
}

export type LogFormat = 'text' | 'json'

/** Without a line end. */
export function formatLine(line: LogLine, format: LogFormat): string {
  return format === 'json' ? formatJson(line) : formatText(line)
}

/** `2026-11-22T10:00:00.000Z info [KD6] if=wan0 sent Solicit xid=3a4b5c`, as the kernel module's lines began. */
function formatText({ time, level, message, fields }: LogLine): string {
  const { if: port, ...others } = valuesOf(fields)
  let text = `${new Date(time).toISOString()} ${level} [KD6]`
  if (port !== undefined) text += ` if=${formatValue(port)}`
  text += ` ${escapeControls(message)}`
  for (const [key, value] of Object.entries(others)) {
    if (value !== undefined) text += ` ${escapeControls(key)}=${formatValue(value)}`
  }
  return text
}

/** One object a line; a field cannot pass for the time, level or message. */
function formatJson({ time, level, message, fields }: LogLine): string {
  const stamp = { time: new Date(time).toISOString(), level, message }
  return escapeControls(JSON.stringify({ ...stamp, ...valuesOf(fields), ...stamp }))
}

function valuesOf(fields: LogFields): Readonly<Record<string, LogValue>> {
  const values = Object.entries(fields).map(([key, value]) => [
    key,
    typeof value === 'function' ? value() : value,
  ])
  return Object.fromEntries(values) as Record<string, LogValue>
}

function formatValue(value: Exclude<LogValue, undefined>): string {
  if (typeof value !== 'string') return String(value)
  const plain = value !== '' && !/[\s"=]/.test(value)
  return escapeControls(plain ? value : JSON.stringify(value))
}

/** A peer's text may stand in a line: it shall neither begin another nor talk to a terminal. */
function escapeControls(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    control => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
