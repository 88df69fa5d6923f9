import { median } from './figures.ts'
import type { Kind } from './online.ts'
import type { OnlineTimes } from './onlineRun.ts'

export const HEAD = [
  ...['router', 'LANs', 'rapid commit', 'launch to Solicit', 'beyond node -e 0'],
  ...['Reply to last host', 'launch to last host'],
]

/** A row under {@link HEAD}. What kd6 takes beyond an empty Node is taken run by run, then the median. */
export function figuresOf(kind: Kind, times: readonly OnlineTimes[]): string[] {
  const figure = (of: (each: OnlineTimes) => number): string => median(times.map(of)).toFixed(1)
  return [
    kind.router,
    String(kind.lans),
    kind.rapidCommit ? 'on' : 'off',
    figure(each => each.launchToSolicit),
    kind.router === 'kd6' ? figure(each => each.launchToSolicit - each.emptyNode) : '',
    figure(each => each.replyToLastHost),
    figure(each => each.launchToLastHost),
  ]
}
