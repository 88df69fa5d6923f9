import { Writable } from 'node:stream'
import type { LogLevel } from '../../ports/log.ts'
import type { LogLine } from './lineFormat.ts'
import type { LineSink } from './lineSink.ts'

export const LEVELS: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 }

/** Loads winston (40 to 100 ms) and gives the way to write a line with it. */
export async function loadWinstonWriter(
  sink: LineSink,
  format: (line: LogLine) => string,
): Promise<(line: LogLine) => void> {
  const { default: winston } = await import('winston')
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      sink.write(text)
      done()
    },
  })
  const logger = winston.createLogger({
    // The level was judged before the line was made.
    level: 'debug',
    levels: { ...LEVELS },
    format: winston.format.printf(info => format(info['line'] as LogLine)),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- its types call the class an instance
    transports: [new winston.transports.Stream({ stream, eol: '\n' })],
  })
  return line => void logger.log({ level: line.level, message: line.message, line })
}
