import type { AdvertiserMeta } from './types.ts'

export const BECOMING = 'RFC 4861 §6.2.2'
export const UNSOLICITED = 'RFC 4861 §6.2.4'
export const CEASING = 'RFC 4861 §6.2.5'
export const SOLICITED = 'RFC 4861 §6.2.6'
export const FIRST_PLAN = 'kd6: no RA before a plan'
export const RESTART = 'kd6: a restart withdraws nothing'
export const RETRY = 'kd6: what did not leave is tried again'

export function state(title: string, source: string): AdvertiserMeta {
  return { title, source, origin: 'extension' }
}

export function edge(label: string, source: string): AdvertiserMeta {
  return { label, source, origin: 'extension' }
}
