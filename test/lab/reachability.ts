import type { Host } from './network.ts'

/** Milliseconds of a ping to `target`, IPv6, from a host; null when no answer comes within a second. */
export async function ping(host: Host, target: string): Promise<number | null> {
  const { status, stdout } = await host.namespace.attempt([
    ...['ping', '-6', '-n', '-c', '1', '-W', '1', target],
  ])
  const time = /time=([\d.]+) ms/.exec(stdout)
  return status === 0 && time !== null ? Number(time[1]) : null
}

/** Pings from every host, up to `tries` times each; by namespace name. */
export async function pingFromAll(
  hosts: readonly Host[],
  target: string,
  tries = 3,
): Promise<Map<string, number | null>> {
  const results = new Map<string, number | null>()
  await Promise.all(
    hosts.map(async host => {
      let time: number | null = null
      for (let i = 0; i < tries && time === null; i++) time = await ping(host, target)
      results.set(host.namespace.name, time)
    }),
  )
  return results
}
