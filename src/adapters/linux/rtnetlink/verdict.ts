import { constants } from 'node:os'

import { errnoName, errnoText } from '#dgram-plus'

import { fault, type Fault } from '../../../values/fault.ts'
import type { Acknowledgement } from '../../../wire/rtnetlink/acknowledgement.ts'

/** What became of a request: the kernel's answer, or our own finding in its shape. */
export type Verdict = Pick<Acknowledgement, 'errno' | 'text'>

export const { errno } = constants

export function finding(errno: number, text: string | null = null): Verdict {
  return { errno, text }
}

/** Null for success. `call` is what was asked (`RTM_NEWADDR`), `where` what about. */
export function verdictFault({ errno, text }: Verdict, call: string, where: string): Fault | null {
  return errno === 0 ? null : fault(errnoName(errno), call, where, text ?? errnoText(errno))
}
