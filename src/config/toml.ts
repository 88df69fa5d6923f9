import { parse, TomlError } from 'smol-toml'
import { oneLine, quoted, type ConfigError } from './configError.ts'
import type { ConfigFile } from './sources/file.ts'

/**
 * Parses the text of a configuration file. Nothing else in this folder loads the TOML parser: import this file only
 * once a file is named, so that a start without one doesn't wait for it.
 */
export function parseConfigText(path: string, text: string): ConfigFile {
  try {
    return { path, tree: parse(text, { integersAsBigInt: 'asNeeded', unsafeKeyBehaviour: 'throw' }) }
  } catch (thrown) {
    if (thrown instanceof TomlError) return { path, error: syntaxError(path, thrown) }
    throw thrown
  }
}

function syntaxError(path: string, { line, column, message }: TomlError): ConfigError {
  const [reason = ''] = message.replace(/^Invalid TOML document: /, '').split('\n')
  return {
    code: 'BAD_FILE',
    subject: `${quoted(path)}:${line}:${column}`,
    where: null,
    problem: `not TOML: ${oneLine(reason)}`,
  }
}
