export type Role = 'RR' | 'CT' | 'SR' | 'RA' | 'RLY' | 'ALL'

/** The strongest demand of a row; `advice` is what no RFC demands, `none` a statement to know. */
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY' | 'advice' | 'none'

/** One requirement. Tests name it by its id in square brackets, which never changes. */
export interface Row {
  readonly id: string
  readonly source: string
  readonly requirement: string
  readonly level: Level
  readonly roles: readonly Role[]
}

export interface Section {
  readonly title: string
  readonly rows: readonly Row[]
}

/** A row as the tables write it: id, source, requirement, level, roles. */
export type Line = readonly [id: string, source: string, requirement: string, level: Level, ...roles: Role[]]

export function section(title: string, lines: readonly Line[]): Section {
  const rows = lines.map(([id, source, requirement, level, ...roles]) => ({
    id,
    source,
    requirement,
    level,
    roles,
  }))
  return { title, rows }
}
