/** The sources of settings, the strongest first. */
export const sources = ['command line', 'environment', 'file', 'default'] as const
export type Source = (typeof sources)[number]

/** Where a final value was said. */
export interface Origin {
  readonly source: Source
  /** As it was written there: `--log-level`, `KD6_LOG_LEVEL`, `lan.lan0.adv-link-mtu`. */
  readonly spelling: string
  /** The configuration file's path, for source `file`. */
  readonly path?: string
}

/** `command line`, `environment`, `/etc/kd6.toml`, `default`. */
export function formatPlace(origin: Origin): string {
  return origin.source === 'file' ? (origin.path ?? 'file') : origin.source
}

export function isStronger(a: Origin, b: Origin): boolean {
  return sources.indexOf(a.source) < sources.indexOf(b.source)
}
