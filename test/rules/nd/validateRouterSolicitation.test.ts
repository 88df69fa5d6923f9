import assert from 'node:assert/strict'
import { validateRouterSolicitation } from '../../../src/rules/nd/validateRouterSolicitation.ts'
import { ALL_NODES, UNSPECIFIED } from '../../../src/values/ipv6Address.ts'
import { decodeNd, type NdMessage } from '../../../src/wire/nd/message.ts'
import { parseHex } from '../../../src/values/bytes.ts'
import { address, occasion } from './nd.ts'
import { buildRouterAdvertisement } from '../../../src/rules/nd/buildRouterAdvertisement.ts'

const HOST = address('fe80::1')
const BARE = '85000000 00000000'
const WITH_ADDRESS = `${BARE} 0101020000000001`
const UNKNOWN_OPTION = `${BARE} fd01000000000000`

function read(text: string): NdMessage {
  const result = decodeNd(parseHex(text.replaceAll(' ', ''))!)
  assert.ok(result.ok)
  return result.value
}

const from = (source = HOST, hopLimit = 255) => ({ source, hopLimit })
const accepted = (hasSourceLinkLayerAddress: boolean) => ({ accept: true, hasSourceLinkLayerAddress })
const refused = (reason: string) => ({ accept: false, reason })

describe('validateRouterSolicitation', () => {
  const rows = [
    ['takes one with a link-layer address', WITH_ADDRESS, from(), accepted(true)],
    ['takes one without', BARE, from(), accepted(false)],
    ['takes one from the unspecified address', BARE, from(UNSPECIFIED), accepted(false)],
    ['ignores options it does not know', UNKNOWN_OPTION, from(), accepted(false)],
    ['drops one that was forwarded', BARE, from(HOST, 254), refused('hopLimit')],
    ['drops a code other than 0', '85010000 00000000', from(), refused('code')],
    ['drops one from a multicast address', BARE, from(ALL_NODES), refused('multicastSource')],
    [
      'drops a link-layer address of the unspecified address',
      WITH_ADDRESS,
      from(UNSPECIFIED),
      refused('linkLayerAddressOfUnspecified'),
    ],
  ] as const
  for (const [why, text, envelope, verdict] of rows) {
    it(`${why} [ND-8]`, () => assert.deepEqual(validateRouterSolicitation(read(text), envelope), verdict))
  }

  it('drops what is none', () => {
    const verdict = validateRouterSolicitation(buildRouterAdvertisement(occasion()), from())
    assert.deepEqual(verdict, refused('notRouterSolicitation'))
  })

  it('never gets to see one that is too short or has an option of length 0 [ND-8]', () => {
    for (const text of ['85', '85000000 000000', `${BARE} 0100020000000001`]) {
      assert.equal(decodeNd(parseHex(text.replaceAll(' ', ''))!).ok, false, text)
    }
  })
})
