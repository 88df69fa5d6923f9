import assert from 'node:assert/strict'
import { formatConfigError } from '../../src/config/configError.ts'
import { parseInvocation, type Invocation } from '../../src/config/invocation.ts'
import type { Configuration } from '../../src/config/settings.ts'
import { parseConfigText } from '../../src/config/toml.ts'

export interface Sources {
  /** Arguments separated by blanks. */
  readonly argv?: string
  readonly environment?: Readonly<Record<string, string>>
  /** The text of /etc/kd6.toml. */
  readonly file?: string
}

/** The least that a requesting router is launched with. */
export const LAUNCH = 'kd6_mode=2 kd6_if_w0=wan0 kd6_if_l0=lan0'

export function invoke({ argv = '', environment = {}, file }: Sources): Invocation {
  const words = argv.split(' ').filter(word => word !== '')
  return parseInvocation(
    words,
    environment,
    file === undefined ? null : parseConfigText('/etc/kd6.toml', file),
  )
}

/** The error lines; none when it was accepted. */
export function refusals(sources: Sources): readonly string[] {
  const invocation = invoke(sources)
  return invocation.command === 'refused' ? invocation.errors.map(formatConfigError) : []
}

/** What a daemon would run with; fails with the error lines. */
export function configured(sources: Sources): Configuration {
  const invocation = invoke(sources)
  if (invocation.command === 'run') return invocation
  return assert.fail([invocation.command, ...refusals(sources)].join('\n'))
}
