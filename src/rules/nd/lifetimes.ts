import { instant, secondsUntil, type Instant, type Seconds } from '../../values/time.ts'
import type { AdvertisedContents, AdvertisedPrefix } from './contents.ts'
import type { AdvertiserFields } from './variables.ts'

/** RFC 9096 §3.3, §3.4: whole seconds that remain, down to the second, and never more than `limit`. */
export function remaining(until: Instant, limit: Seconds, now: Instant): Seconds {
  return Math.floor(Math.min(secondsUntil(until, now), limit))
}

/** The lifetimes of one prefix in a packet that leaves `now`; preferred never exceeds valid (RFC 4862 §5.5.3). */
export function prefixLifetimes(
  { preferredUntil, validUntil }: Pick<AdvertisedPrefix, 'preferredUntil' | 'validUntil'>,
  { AdvPreferredLifetime, AdvValidLifetime }: AdvertiserFields,
  now: Instant,
): { readonly preferred: Seconds; readonly valid: Seconds } {
  const valid = remaining(validUntil, AdvValidLifetime, now)
  return { valid, preferred: Math.min(remaining(preferredUntil, AdvPreferredLifetime, now), valid) }
}

/** RFC 9096 §3.4: no option of DNS or routes outlives the last valid prefix. */
export function optionLifetime(
  until: Instant,
  { prefixes }: AdvertisedContents,
  variables: AdvertiserFields,
  now: Instant,
): Seconds {
  const longest = prefixes.reduce((most, { validUntil }) => Math.max(most, validUntil), -Infinity)
  return remaining(instant(Math.min(until, longest)), variables.optionLifetime, now)
}
