import type { Link, LinkAddress, Route } from '../../../ports/netlink.ts'
import * as k from '../../../wire/rtnetlink/constants.ts'
import type { NetlinkMessage } from '../../../wire/rtnetlink/message.ts'
import { isWantedRoute, mayBeWantedRoute, type ObjectReader } from './objectReader.ts'

/** What the kernel says has changed. */
export type Notification =
  | { readonly of: 'link'; readonly link: Link; readonly removed: boolean }
  | { readonly of: 'address'; readonly address: LinkAddress; readonly removed: boolean }
  | {
      readonly of: 'routes'
      /** The ways of one route, each wanted by the port. */
      readonly routes: readonly Route[]
      readonly removed: boolean
      /** A route of this destination, table and metric has silently gone in exchange: which one is not said. */
      readonly replaces: Route | null
    }

/** Null for what the port does not show. */
export function readNotification(message: NetlinkMessage, reader: ObjectReader): Notification | null {
  const { type, payload } = message
  switch (type) {
    case k.RTM_NEWLINK:
    case k.RTM_DELLINK: {
      const link = reader.link(payload)
      return link && { of: 'link', link, removed: type === k.RTM_DELLINK }
    }
    case k.RTM_NEWADDR:
    case k.RTM_DELADDR: {
      const address = reader.address(payload)
      return address && { of: 'address', address, removed: type === k.RTM_DELADDR }
    }
    case k.RTM_NEWROUTE:
    case k.RTM_DELROUTE:
      return readRoutes(message, reader)
    default:
      return null
  }
}

function readRoutes({ type, flags, payload }: NetlinkMessage, reader: ObjectReader): Notification | null {
  const removed = type === k.RTM_DELROUTE
  // The replacement of one of ours need not be one of ours.
  const isReplacement = !removed && (flags & k.NLM_F_REPLACE) !== 0
  if (!isReplacement && !mayBeWantedRoute(payload)) return null
  const all = reader.routes(payload)
  const routes = all.filter(isWantedRoute)
  const replaces = isReplacement ? (all[0] ?? null) : null
  return routes.length === 0 && replaces === null ? null : { of: 'routes', routes, removed, replaces }
}
