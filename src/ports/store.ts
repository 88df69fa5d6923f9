import type { Fault } from '../values/fault.ts'

/**
 * Small named documents that survive a crash at any moment: after `save` has resolved, `load` gives the new value,
 * before that the old or the new one, never a mixture.
 */
export interface Store {
  /** The document; null when there is none; a Fault (`EBADMSG`: damaged) that names the file otherwise. */
  load(name: string): Document | null | Fault
  /** Later calls for the same name supersede earlier ones that have not been written yet. */
  save(name: string, value: Document): Promise<Fault | null>
  remove(name: string): Promise<Fault | null>
}

export interface Document {
  readonly [key: string]: DocumentValue
}

export type DocumentValue =
  string | number | boolean | null | readonly DocumentValue[] | { readonly [key: string]: DocumentValue }
