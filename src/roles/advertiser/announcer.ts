import type { AdvertisementReason, AdvertiserEffects } from '../../../machines/routerAdvertiser.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { recordAnnounced, type Announced } from '../../rules/nd/announced.ts'
import { buildRouterAdvertisement } from '../../rules/nd/buildRouterAdvertisement.ts'
import type { AdvertisedContents } from '../../rules/nd/contents.ts'
import { splitRouterAdvertisement } from '../../rules/nd/splitRouterAdvertisement.ts'
import type { AdvertiserVariables } from '../../rules/nd/variables.ts'
import { formatFault, type Fault } from '../../values/fault.ts'
import { formatIpv6Address, isMulticast, type Ipv6Address } from '../../values/ipv6Address.ts'
import { formatIpv6Prefix } from '../../values/ipv6Prefix.ts'
import type { RouterAdvertisement } from '../../wire/nd/message.ts'
import { NdOptionType, findNdOptions } from '../../wire/nd/option.ts'
import type { AdvertiserCounters } from './counters.ts'
import type { RaOutbox } from './raOutbox.ts'

/** A port as its Router Advertisements need it, once its link-local address may be used. */
export interface AdvertiserLink {
  readonly index: number
  readonly mtu: number
  /** The link-local address that hosts know the router by. */
  readonly source: Ipv6Address
  /** Empty where the port has none. */
  readonly linkLayerAddress: Uint8Array
}

export interface AnnouncerOptions {
  readonly name: string
  readonly variables: AdvertiserVariables
  readonly outbox: RaOutbox
  readonly clock: Clock
  readonly log: Log
  readonly counters: AdvertiserCounters
  readonly announced: Announced
  readonly onMulticastFault: () => void
}

const LOUD: ReadonlySet<AdvertisementReason> = new Set(['initial', 'changed', 'final'])

/** Says what a link's hosts are to know, and remembers what they were told. */
export class Announcer {
  readonly #options: AnnouncerOptions
  #announced: Announced
  #failing = false

  constructor(options: AnnouncerOptions) {
    this.#options = options
    this.#announced = options.announced
  }

  get announced(): Announced {
    return this.#announced
  }

  /** Builds the Router Advertisement of this moment and hands it to the outbox, once for each address. */
  advertise(
    { to, reason, final }: AdvertiserEffects['advertise'],
    link: AdvertiserLink,
    contents: AdvertisedContents,
  ): void {
    const { variables, clock, outbox } = this.#options
    const { linkLayerAddress, mtu, index, source } = link
    const advertisement = buildRouterAdvertisement({
      contents,
      announced: this.#announced,
      variables,
      linkLayerAddress,
      final,
      now: clock.now(),
    })
    const packets = splitRouterAdvertisement(advertisement, mtu)
    for (const address of to) {
      const transmissions = packets.map(payload => ({ payload, linkIndex: index, from: source, to: address }))
      outbox.put(transmissions, fault => {
        if (fault === null) this.#sent(advertisement, address, reason)
        else this.#failed(fault, address, reason)
      })
    }
  }

  #sent(advertisement: RouterAdvertisement, to: Ipv6Address, reason: AdvertisementReason): void {
    const { counters, clock, log, name } = this.#options
    const now = clock.now()
    this.#announced = recordAnnounced(this.#announced, advertisement, isMulticast(to), now)
    counters.sent[reason]++
    counters.lastSent = now
    if (this.#failing) log.info('Router Advertisements leave again', { if: name })
    this.#failing = false
    const fields = {
      if: name,
      reason,
      ...(isMulticast(to) ? {} : { to: () => formatIpv6Address(to) }),
      ...describe(advertisement),
    }
    if (LOUD.has(reason)) log.info('sent Router Advertisement', fields)
    else log.debug('sent Router Advertisement', fields)
  }

  #failed(fault: Fault, to: Ipv6Address, reason: AdvertisementReason): void {
    const { counters, log, name, onMulticastFault } = this.#options
    counters.sendFaults++
    if (!this.#failing) {
      log.warn('Router Advertisement was not sent', { if: name, reason, fault: formatFault(fault) })
    }
    this.#failing = true
    if (isMulticast(to)) onMulticastFault()
  }
}

function describe({ routerLifetime, options }: RouterAdvertisement) {
  const prefixes = findNdOptions(options, NdOptionType.PREFIX_INFORMATION)
  const list = (some: typeof prefixes) => () => some.map(({ prefix }) => formatIpv6Prefix(prefix)).join(' ')
  const stale = prefixes.filter(({ valid }) => valid === 0)
  return {
    routerLifetime,
    prefixes: list(prefixes.filter(({ valid }) => valid > 0)),
    ...(stale.length === 0 ? {} : { stale: list(stale) }),
  }
}
