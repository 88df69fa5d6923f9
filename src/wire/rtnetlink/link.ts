import type { Decoded } from '../wireError.ts'
import { readAttributes, type AttributeReaders } from './attribute.ts'
import * as k from './constants.ts'
import type { HostReader } from './hostReader.ts'
import type { MessageWriter } from './messageWriter.ts'

const HEADER = 16

/**
 * RTM_NEWLINK and RTM_DELLINK: what `ifinfomsg` and its attributes say. null and empty lists stand for attributes that
 * are not there.
 *
 *      0            1   2          4           8           12           16
 *      | ifi_family | 0 | ifi_type | ifi_index | ifi_flags | ifi_change | attributes
 */
export interface LinkMessage {
  /** AF_UNSPEC for the port itself; AF_BRIDGE when it is spoken of as the port of a bridge. */
  readonly family: number
  /** ARPHRD_* */
  readonly hardwareType: number
  readonly index: number
  /** IFF_* */
  readonly flags: number
  /** Which of `flags` a request wants to set. */
  readonly change: number
  readonly name: string | null
  readonly alternativeNames: readonly string[]
  readonly mtu: number | null
  readonly address: Uint8Array | null
  /** IF_OPER_* of RFC 2863: 6 is up. */
  readonly operationalState: number | null
  readonly carrier: boolean | null
  /** IFLA_LINK: index of the port that this one lies upon, or of a veth's peer. */
  readonly parent: number | null
  /** Index of the bridge or bond that this port belongs to. */
  readonly master: number | null
  /** IFLA_INFO_KIND: `veth`, `bridge`, `tun` … */
  readonly kind: string | null
  /** IFLA_INFO_SLAVE_KIND: kind of the master. */
  readonly portKind: string | null
}

type Draft = { -readonly [Name in keyof LinkMessage]: LinkMessage[Name] } & { alternativeNames: string[] }

const LINK_INFO: AttributeReaders<Draft> = {
  [k.IFLA_INFO_KIND]: (link, attribute) => (link.kind = attribute.text()),
  [k.IFLA_INFO_SLAVE_KIND]: (link, attribute) => (link.portKind = attribute.text()),
}

const PROPERTIES: AttributeReaders<Draft> = {
  [k.IFLA_ALT_IFNAME]: (link, attribute) => link.alternativeNames.push(attribute.text()),
}

const READERS: AttributeReaders<Draft> = {
  [k.IFLA_ADDRESS]: (link, attribute) => (link.address = attribute.octets()),
  [k.IFLA_IFNAME]: (link, attribute) => (link.name = attribute.text()),
  [k.IFLA_MTU]: (link, attribute) => (link.mtu = attribute.u32()),
  [k.IFLA_LINK]: (link, attribute) => (link.parent = attribute.u32()),
  [k.IFLA_MASTER]: (link, attribute) => (link.master = attribute.u32()),
  [k.IFLA_OPERSTATE]: (link, attribute) => (link.operationalState = attribute.u8()),
  [k.IFLA_LINKINFO]: (link, attribute) => attribute.nested(LINK_INFO, link),
  [k.IFLA_CARRIER]: (link, attribute) => (link.carrier = attribute.u8() !== 0),
  [k.IFLA_PROP_LIST]: (link, attribute) => attribute.nested(PROPERTIES, link),
}

export function decodeLink(payload: HostReader): Decoded<LinkMessage> {
  const link: Draft = {
    family: payload.u8(0),
    hardwareType: payload.u16(2),
    index: payload.i32(4),
    flags: payload.u32(8),
    change: payload.u32(12),
    name: null,
    alternativeNames: [],
    mtu: null,
    address: null,
    operationalState: null,
    carrier: null,
    parent: null,
    master: null,
    kind: null,
    portKind: null,
  }
  readAttributes(payload, HEADER, READERS, link)
  return payload.result(link)
}

/** What is left out is 0 or absent. */
export function writeLink(writer: MessageWriter, link: Partial<LinkMessage>): void {
  const { family = k.AF_UNSPEC, hardwareType = 0, index = 0, flags = 0, change = 0 } = link
  writer.u8(family).u8(0).u16(hardwareType).u32(index).u32(flags).u32(change)
  writer.attributeText(k.IFLA_IFNAME, link.name)
  writer.attributeU32(k.IFLA_MTU, link.mtu)
  writer.attributeOctets(k.IFLA_ADDRESS, link.address)
  writer.attributeU8(k.IFLA_OPERSTATE, link.operationalState)
  if (typeof link.carrier === 'boolean') writer.attributeU8(k.IFLA_CARRIER, Number(link.carrier))
  writer.attributeU32(k.IFLA_LINK, link.parent)
  writer.attributeU32(k.IFLA_MASTER, link.master)
  writeLinkInfo(writer, link.kind ?? null, link.portKind ?? null)
  writeProperties(writer, link.alternativeNames ?? [])
}

function writeLinkInfo(writer: MessageWriter, kind: string | null, portKind: string | null): void {
  if (kind === null && portKind === null) return
  writer.attribute(k.IFLA_LINKINFO, () => {
    writer.attributeText(k.IFLA_INFO_KIND, kind)
    writer.attributeText(k.IFLA_INFO_SLAVE_KIND, portKind)
  })
}

function writeProperties(writer: MessageWriter, alternativeNames: readonly string[]): void {
  if (alternativeNames.length === 0) return
  writer.attribute(k.IFLA_PROP_LIST, () => {
    for (const name of alternativeNames) writer.attributeText(k.IFLA_ALT_IFNAME, name)
  })
}

/** A dump of all links without their counters. */
export function writeLinkDump(writer: MessageWriter): void {
  writeLink(writer, {})
  writer.attributeU32(k.IFLA_EXT_MASK, k.RTEXT_FILTER_SKIP_STATS)
}
