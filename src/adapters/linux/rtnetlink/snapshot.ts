import { KD6_PROTOCOL, MAIN_TABLE, type Link, type LinkAddress, type Route } from '../../../ports/netlink.ts'
import { isFault, type Fault } from '../../../values/fault.ts'
import { writeAddress } from '../../../wire/rtnetlink/address.ts'
import { RTM_GETADDR, RTM_GETLINK, RTM_GETROUTE } from '../../../wire/rtnetlink/constants.ts'
import type { HostReader } from '../../../wire/rtnetlink/hostReader.ts'
import { writeLinkDump } from '../../../wire/rtnetlink/link.ts'
import { writeRoute } from '../../../wire/rtnetlink/route.ts'
import { isWantedRoute, mayBeWantedRoute, type ObjectReader } from './objectReader.ts'
import { pauseFor } from './pause.ts'
import type { Request, Requests } from './requests.ts'
import { errno, finding, verdictFault } from './verdict.ts'

/** All that the port shows, at one time. */
export interface Snapshot {
  readonly links: readonly Link[]
  readonly addresses: readonly LinkAddress[]
  readonly routes: readonly Route[]
}

interface Dump extends Request {
  /** For faults: `RTM_GETLINK`. */
  readonly call: string
  readonly where: string
}

const LINKS: Dump = { type: RTM_GETLINK, flags: 0, write: writeLinkDump, call: 'RTM_GETLINK', where: 'links' }
const ADDRESSES: Dump = {
  type: RTM_GETADDR,
  flags: 0,
  write: writer => writeAddress(writer, {}),
  call: 'RTM_GETADDR',
  where: 'addresses',
}
const MAIN_ROUTES: Dump = {
  type: RTM_GETROUTE,
  flags: 0,
  write: writer => writeRoute(writer, { table: MAIN_TABLE }),
  call: 'RTM_GETROUTE',
  where: 'routes of the main table',
}
const OWN_ROUTES: Dump = {
  ...MAIN_ROUTES,
  write: writer => writeRoute(writer, { protocol: KD6_PROTOCOL }),
  where: 'routes marked as ours',
}

/** Attempts at a dump while its objects change under it, and milliseconds between the later ones. */
const ATTEMPTS = 20
const PROMPT_ATTEMPTS = 3
const PAUSE = 10

export async function takeSnapshot(requests: Requests, reader: ObjectReader): Promise<Snapshot | Fault> {
  const links = await dumpAll(requests, LINKS, payload => present(reader.link(payload)))
  if (isFault(links)) return links
  const addresses = await dumpAll(requests, ADDRESSES, payload => present(reader.address(payload)))
  if (isFault(addresses)) return addresses
  const routesIn = (payload: HostReader): Route[] =>
    mayBeWantedRoute(payload) ? reader.routes(payload).filter(isWantedRoute) : []
  const routes = await dumpAll(requests, MAIN_ROUTES, routesIn)
  if (isFault(routes)) return routes
  const ownRoutes = await dumpAll(requests, OWN_ROUTES, routesIn)
  return isFault(ownRoutes) ? ownRoutes : { links, addresses, routes: [...routes, ...ownRoutes] }
}

async function dumpAll<T>(
  requests: Requests,
  dump: Dump,
  read: (payload: HostReader) => readonly T[],
): Promise<T[] | Fault> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > PROMPT_ATTEMPTS) await pauseFor(PAUSE)
    const objects: T[] = []
    const verdict = await requests.dump(dump, payload => void objects.push(...read(payload)))
    const lost = verdict.errno === errno.ENOBUFS
    if (verdict.errno !== 0 && !lost) return verdictFault(verdict, dump.call, dump.where)!
    if (!verdict.interrupted && !lost) return objects
  }
  const verdict = finding(errno.EAGAIN, `they changed during each of ${ATTEMPTS} dumps`)
  return verdictFault(verdict, dump.call, dump.where)!
}

function present<T>(object: T | null): T[] {
  return object === null ? [] : [object]
}
