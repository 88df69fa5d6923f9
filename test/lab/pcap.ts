/** A captured frame. */
export interface Frame {
  /** Milliseconds since 1970-01-01 UTC, to the nanosecond that the kernel gave. */
  readonly at: number
  readonly bytes: Uint8Array
}

export interface PcapChunk {
  /** LINKTYPE_*: 1 Ethernet, 276 Linux cooked v2. */
  readonly linkType: number
  readonly frames: Frame[]
  /** How far the file was read: an unfinished record at its end is left for the next time. */
  readonly offset: number
}

const FILE_HEADER = 24
const RECORD_HEADER = 16
const NANOSECOND_MAGIC = 0xa1b23c4d
const MICROSECOND_MAGIC = 0xa1b2c3d4

/** Reads the whole records of a pcap file, little-endian as tcpdump writes here, from `offset` on (0: the start). */
export function readPcap(file: Buffer, offset = 0): PcapChunk {
  if (file.length < FILE_HEADER) return { linkType: 0, frames: [], offset: 0 }
  const magic = file.readUInt32LE(0)
  if (magic !== NANOSECOND_MAGIC && magic !== MICROSECOND_MAGIC)
    throw new Error('not a little-endian pcap file')
  const perMillisecond = magic === NANOSECOND_MAGIC ? 1e6 : 1e3
  const frames: Frame[] = []
  let at = Math.max(offset, FILE_HEADER)
  while (at + RECORD_HEADER <= file.length) {
    const length = file.readUInt32LE(at + 8)
    const end = at + RECORD_HEADER + length
    if (end > file.length) break
    const milliseconds = file.readUInt32LE(at) * 1000 + file.readUInt32LE(at + 4) / perMillisecond
    frames.push({ at: milliseconds, bytes: file.subarray(at + RECORD_HEADER, end) })
    at = end
  }
  return { linkType: file.readUInt32LE(20), frames, offset: at }
}
