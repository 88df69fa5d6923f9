import { run } from './command.ts'

/** `PI_WARN` of Wireshark's expert severities; errors and malformed packets are above it. */
const WARNING = 6291456

/**
 * Asks tshark what it finds wrong with the packets of a capture; `ours` is a display filter that selects the ones to
 * judge. Gives a line per finding, and rejects when the filter selects no packet at all.
 */
export async function tsharkFindings(file: string, ours = 'sll.pkttype == 4'): Promise<string[]> {
  const judged = (await tshark(file, ours, ['frame.number'])).length
  if (judged === 0) throw new Error(`no packet in ${file} to judge: ${ours}`)
  return tshark(file, `(${ours}) && (_ws.malformed || _ws.expert.severity >= ${WARNING})`, [
    ...['frame.number', '_ws.col.Protocol', '_ws.col.Info', '_ws.expert.message', '_ws.malformed'],
  ])
}

async function tshark(file: string, filter: string, fields: readonly string[]): Promise<string[]> {
  const text = await run([
    ...['tshark', '-n', '-r', file, '-o', 'udp.check_checksum:FALSE', '-Y', filter, '-T', 'fields'],
    ...fields.flatMap(field => ['-e', field]),
  ])
  return text.split('\n').filter(line => line !== '')
}

/** Rejects with tshark's findings when there are any. */
export async function expectNothingMalformed(file: string, ours?: string): Promise<void> {
  const findings = await tsharkFindings(file, ours)
  if (findings.length > 0) throw new Error(`tshark finds in ${file}:\n${findings.join('\n')}`)
}
