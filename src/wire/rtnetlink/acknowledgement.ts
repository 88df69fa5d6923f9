import type { Decoded } from '../wireError.ts'
import { aligned, readAttributes, type AttributeReaders } from './attribute.ts'
import {
  NLM_F_ACK_TLVS,
  NLM_F_CAPPED,
  NLMSGERR_ATTR_MISS_TYPE,
  NLMSGERR_ATTR_MSG,
  NLMSGERR_ATTR_OFFS,
} from './constants.ts'
import type { HostReader } from './hostReader.ts'
import { MESSAGE_HEADER, type NetlinkMessage } from './message.ts'
import type { MessageWriter } from './messageWriter.ts'

/** The kernel's verdict on a request (NLMSG_ERROR), or the end of a dump (NLMSG_DONE). */
export interface Acknowledgement {
  /** errno, positive; 0 is success. */
  readonly errno: number
  /** NLMSGERR_ATTR_MSG: the kernel's own words, `ipv6: address already assigned`. */
  readonly text: string | null
  /** NLMSGERR_ATTR_OFFS: where in the request the bad attribute begins, from the start of its header. */
  readonly attributeOffset: number | null
  /** NLMSGERR_ATTR_MISS_TYPE: number of an attribute that the request lacks. */
  readonly missingAttribute: number | null
}

type Draft = { -readonly [Name in keyof Acknowledgement]: Acknowledgement[Name] }

const READERS: AttributeReaders<Draft> = {
  [NLMSGERR_ATTR_MSG]: (draft, attribute) => (draft.text = attribute.text()),
  [NLMSGERR_ATTR_OFFS]: (draft, attribute) => (draft.attributeOffset = attribute.u32()),
  [NLMSGERR_ATTR_MISS_TYPE]: (draft, attribute) => (draft.missingAttribute = attribute.u32()),
}

/**
 *      0       4                20
 *      | error | request header | the request's payload unless NLM_F_CAPPED | attributes if NLM_F_ACK_TLVS
 */
export function decodeError({ flags, payload }: NetlinkMessage): Decoded<Acknowledgement> {
  payload.has(4, MESSAGE_HEADER)
  const requestLength = Math.min(Math.max(payload.u32(4), MESSAGE_HEADER), payload.length)
  const quoted = flags & NLM_F_CAPPED ? MESSAGE_HEADER : aligned(requestLength)
  return verdict(payload, flags, 4 + quoted)
}

/**
 *      0       4
 *      | error | attributes if NLM_F_ACK_TLVS
 */
export function decodeDone({ flags, payload }: NetlinkMessage): Decoded<Acknowledgement> {
  return verdict(payload, flags, 4)
}

function verdict(payload: HostReader, flags: number, attributesAt: number): Decoded<Acknowledgement> {
  const errno = Math.abs(payload.i32(0))
  const acknowledgement: Draft = { errno, text: null, attributeOffset: null, missingAttribute: null }
  if (flags & NLM_F_ACK_TLVS) readAttributes(payload, attributesAt, READERS, acknowledgement)
  return payload.result(acknowledgement)
}

/** Writes the payload of an NLMSG_ERROR that quotes the request's header (NLM_F_CAPPED). */
export function writeError(
  writer: MessageWriter,
  request: { readonly type: number; readonly flags: number; readonly sequence: number },
  verdict: Acknowledgement,
): void {
  writer.u32(-verdict.errno)
  writer.u32(MESSAGE_HEADER).u16(request.type).u16(request.flags).u32(request.sequence).u32(0)
  writeVerdict(writer, verdict)
}

/** Writes the payload of an NLMSG_DONE. */
export function writeDone(writer: MessageWriter, verdict: Acknowledgement): void {
  writer.u32(-verdict.errno)
  writeVerdict(writer, verdict)
}

function writeVerdict(
  writer: MessageWriter,
  { text, attributeOffset, missingAttribute }: Acknowledgement,
): void {
  writer.attributeText(NLMSGERR_ATTR_MSG, text)
  writer.attributeU32(NLMSGERR_ATTR_OFFS, attributeOffset)
  writer.attributeU32(NLMSGERR_ATTR_MISS_TYPE, missingAttribute)
}
