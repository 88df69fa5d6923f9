import assert from 'node:assert/strict'
import { routerAdvertiser } from '../../machines/routerAdvertiser.ts'
import { DEFAULT_VARIABLES } from '../../src/rules/nd/variables.ts'
import { ALL_NODES, ALL_ROUTERS } from '../../src/values/ipv6Address.ts'
import { NEVER, later } from '../../src/values/time.ts'
import { NdOptionType, findNdOptions } from '../../src/wire/nd/option.ts'
import { OTHER_PREFIX, ULA_PREFIX, address, contents, prefixFor } from '../rules/nd/nd.ts'
import { AdvertiserLab, LINK, ROUTER, isToAll, linkLocal, type Sent } from './advertiserLab.ts'

const CONTENTS = contents({ prefixes: [prefixFor(1e6, 2e6)] })
const RENUMBERED = contents({ prefixes: [prefixFor(1e6, 2e6, { prefix: OTHER_PREFIX })] })

function advertising(more: ConstructorParameters<typeof AdvertiserLab>[0] = {}): AdvertiserLab {
  const lab = new AdvertiserLab(more)
  lab.advertiser.setLink(LINK)
  lab.advertiser.setContents(CONTENTS)
  lab.outbox.flush()
  return lab
}

/** The first three are out and the last multicast was long ago. */
function settled(more: ConstructorParameters<typeof AdvertiserLab>[0] = {}): AdvertiserLab {
  const lab = advertising({
    variables: { ...DEFAULT_VARIABLES, MinRtrAdvInterval: 600, MaxRtrAdvInterval: 600 },
    ...more,
  })
  lab.clock.walk(100)
  lab.takeSent()
  return lab
}

const validOf = ({ advertisement }: Sent) =>
  findNdOptions(advertisement.options, NdOptionType.PREFIX_INFORMATION).map(({ valid }) => valid)

describe('Advertiser', () => {
  it('has a chart of its own', () => assert.equal(routerAdvertiser.id, 'routerAdvertiser'))

  it('sends from the link-local address to all nodes, at once with the first plan [ND-3]', () => {
    const lab = advertising()
    const [sent, ...others] = lab.takeSent()
    assert.deepEqual(others, [])
    assert.deepEqual(
      [sent?.from, sent?.to, sent?.linkIndex, sent?.at],
      [ROUTER, ALL_NODES, 7, lab.clock.now()],
    )
    assert.equal(sent?.advertisement.code, 0)
    assert.deepEqual(validOf(sent), [5400])
  })

  it('is a member of ff02::2 while it advertises, on that link [ND-2]', () => {
    const lab = new AdvertiserLab()
    lab.advertiser.setLink(LINK)
    assert.deepEqual(lab.socket.groups, [])
    lab.advertiser.setContents(CONTENTS)
    assert.deepEqual(lab.socket.groups, [[ALL_ROUTERS, 7]])
    lab.advertiser.setLink({ ...LINK, index: 8 })
    assert.deepEqual(lab.socket.groups, [[ALL_ROUTERS, 8]])
    lab.advertiser.linkLost()
    assert.deepEqual(lab.socket.groups, [])
  })

  it('sends nothing without a link, nor without a plan [ND-2]', () => {
    const withoutPlan = new AdvertiserLab()
    withoutPlan.advertiser.setLink(LINK)
    const withoutLink = new AdvertiserLab()
    withoutLink.advertiser.setContents(CONTENTS)
    for (const lab of [withoutPlan, withoutLink]) {
      lab.solicit(1)
      lab.clock.walk(3600)
      assert.deepEqual(lab.sent, [])
    }
  })

  it('counts lifetimes down to the end of the lease, in every packet anew [RN-L15]', () => {
    const lab = new AdvertiserLab()
    const until = later(lab.clock.now(), 1000)
    lab.advertiser.setLink(LINK)
    lab.advertiser.setContents(
      contents({ prefixes: [prefixFor(0, 0, { preferredUntil: until, validUntil: until })] }),
    )
    lab.clock.walk(2000)
    assert.ok(lab.sent.length > 4)
    for (const sent of lab.sent) {
      assert.deepEqual(validOf(sent), [Math.max(0, Math.floor((until - sent.at) / 1000))])
    }
  })

  it('answers a host alone, within half a second, and tells it all [ND-9]', () => {
    const lab = settled()
    lab.solicit(1)
    lab.clock.walk(0.5)
    const [sent, ...others] = lab.takeSent()
    assert.deepEqual(others, [])
    assert.equal(sent?.to, linkLocal(1))
    assert.deepEqual(validOf(sent), [5400])
  })

  it('does not take what one host was told for told to all', () => {
    const lab = settled()
    const [before] = lab.advertiser.announced.prefixes
    lab.solicit(1)
    lab.clock.walk(1)
    const [after] = lab.advertiser.announced.prefixes
    assert.equal(after?.toldUntil, before?.toldUntil)
    assert.ok(after!.heldUntil > before!.heldUntil)
  })

  it('answers at once, without an alarm, when no delay is set', () => {
    const lab = settled({ variables: { ...DEFAULT_VARIABLES, solicitedDelay: 0 } })
    lab.solicit(1)
    lab.solicit(0)
    assert.deepEqual(
      lab.takeSent().map(({ to }) => to),
      [linkLocal(1), ALL_NODES],
    )
  })

  it('delays for another router, and answers ten hosts together with as many packets', () => {
    const lab = settled()
    lab.advertiser.onOtherRouter(NEVER)
    for (let host = 1; host <= 10; host++) lab.solicit(host)
    lab.clock.walk(0.5)
    assert.equal(lab.takeSent().length, 10)
    assert.equal(lab.socket.batches.at(-1)?.length, 10)
  })

  it('drops what is no valid solicitation, counts it by reason and says so once [ND-8]', () => {
    const lab = settled()
    for (let i = 0; i < 3; i++) lab.solicit(1, { hopLimit: 64 })
    lab.solicit(0, { withAddress: true })
    const payload = Uint8Array.of(133, 0, 0, 0, 0, 0, 0, 0, 1, 0)
    lab.advertiser.onRouterSolicitation({
      payload,
      source: linkLocal(1),
      destination: ALL_NODES,
      linkIndex: 7,
      hopLimit: 255,
    })
    lab.clock.walk(10)
    assert.deepEqual(lab.takeSent(), [])
    const { solicitationsReceived, solicitationsDropped } = lab.advertiser.status()
    assert.equal(solicitationsReceived, 5)
    assert.deepEqual(solicitationsDropped, {
      notRouterSolicitation: 0,
      hopLimit: 3,
      code: 0,
      multicastSource: 0,
      linkLayerAddressOfUnspecified: 1,
      malformed: 1,
    })
    const dropped = lab.lines.filter(({ message }) => message === 'dropped Router Solicitation')
    assert.deepEqual(
      dropped.map(({ fields }) => fields['reason']),
      ['hopLimit', 'linkLayerAddressOfUnspecified', 'malformed'],
    )
  })

  it('splits what exceeds the MTU and counts it as one', () => {
    const lab = new AdvertiserLab()
    const prefixes = Array.from({ length: 60 }, (_, i) =>
      prefixFor(1e6, 2e6, { prefix: { ...ULA_PREFIX, address: address(`2001:db8:1:${i.toString(16)}::`) } }),
    )
    lab.advertiser.setLink({ ...LINK, mtu: 1280 })
    lab.advertiser.setContents(contents({ prefixes }))
    lab.outbox.flush()
    assert.equal(lab.takeSent().length, 2)
    assert.equal(lab.advertiser.status().sent.initial, 1)
    assert.equal(lab.advertiser.announced.prefixes.length, 60)
  })
})

describe('Advertiser, when things change', () => {
  it('tells a new prefix and takes the old one back at once', () => {
    const lab = settled()
    assert.equal(lab.advertiser.setContents(RENUMBERED), 'prefixes')
    lab.outbox.flush()
    const [sent, ...others] = lab.takeSent()
    assert.deepEqual(others, [])
    assert.deepEqual([isToAll(sent!), validOf(sent!)], [true, [5400, 0]])
  })

  it('takes the old one back for as long as hosts may hold it [RN-ST3]', () => {
    const lab = settled()
    const lastTold = lab.advertiser.announced.prefixes[0]!.heldUntil
    lab.advertiser.setContents(RENUMBERED)
    lab.clock.walk(7200)
    for (const sent of lab.sent) {
      assert.deepEqual(validOf(sent), sent.at < lastTold ? [5400, 0] : [5400])
    }
    assert.ok(lab.sent.some(({ at }) => at > lastTold))
  })

  it('knows what an earlier life has told', () => {
    const before = settled().advertiser.announced
    const lab = advertising({ announced: before })
    lab.takeSent()
    lab.advertiser.setContents(RENUMBERED)
    lab.clock.walk(3)
    assert.deepEqual(validOf(lab.takeSent()[0]!), [5400, 0])
  })

  it('keeps a prefix current over a loss of carrier [RN-ST8]', () => {
    const lab = settled()
    lab.advertiser.linkLost()
    lab.clock.walk(60)
    assert.deepEqual(lab.takeSent(), [])
    lab.advertiser.setLink(LINK)
    lab.outbox.flush()
    assert.deepEqual(lab.takeSent().map(validOf), [[5400]])
  })

  it('waits for the periodic one with a renewal', () => {
    const lab = settled()
    assert.equal(lab.advertiser.setContents(contents({ prefixes: [prefixFor(2e6, 3e6)] })), null)
    lab.clock.walk(100)
    assert.deepEqual(lab.takeSent(), [])
  })

  it('tells of another link-layer address', () => {
    const lab = settled()
    lab.advertiser.setLink({ ...LINK, linkLayerAddress: Uint8Array.of(2, 0, 0, 0, 0, 8) })
    lab.advertiser.setLink({ ...LINK, linkLayerAddress: Uint8Array.of(2, 0, 0, 0, 0, 8), mtu: 9000 })
    lab.outbox.flush()
    assert.equal(lab.takeSent().length, 1)
  })

  it('speaks from another link-local address once it has one', () => {
    const lab = settled()
    lab.advertiser.setLink({ ...LINK, source: linkLocal(0xeeee) })
    lab.outbox.flush()
    assert.deepEqual(
      lab.takeSent().map(({ from }) => from),
      [linkLocal(0xeeee)],
    )
  })
})

describe('Advertiser, when it cannot send', () => {
  it('tries again every 3 s, says so once, and says when it works again', () => {
    const lab = new AdvertiserLab()
    lab.socket.refuse = () => true
    lab.advertiser.setLink(LINK)
    lab.advertiser.setContents(CONTENTS)
    lab.clock.walk(30)
    assert.equal(lab.socket.batches.length, 11)
    assert.equal(lab.advertiser.status().sendFaults, 11)
    assert.equal(lab.advertiser.announced.prefixes.length, 0)
    lab.socket.refuse = null
    lab.clock.walk(40)
    assert.equal(lab.sent.length, 3)
    const loud = lab.lines.filter(({ level }) => level !== 'debug').map(({ message }) => message)
    assert.deepEqual(loud, [
      'Router Advertisement was not sent',
      'Router Advertisements leave again',
      'sent Router Advertisement',
      'sent Router Advertisement',
      'sent Router Advertisement',
    ])
  })

  it('does not repeat an answer that one host cannot get', () => {
    const lab = settled()
    lab.socket.refuse = ({ to }) => to !== ALL_NODES
    lab.solicit(1)
    lab.clock.walk(10)
    assert.equal(lab.advertiser.status().sendFaults, 1)
    assert.deepEqual(lab.takeSent(), [])
  })
})

describe('Advertiser, when it stops', () => {
  it('says at once that the router is gone, up to three times, and leaves ff02::2 [ND-12]', () => {
    for (const finals of [1, 2, 3, 4]) {
      const lab = settled()
      lab.advertiser.stop({ withdraw: true, finals })
      lab.outbox.flush()
      assert.equal(lab.sent.length, 1)
      lab.clock.walk(60)
      const sent = lab.takeSent()
      assert.equal(sent.length, Math.min(finals, 3))
      for (const { to, advertisement } of sent) {
        assert.deepEqual([to, advertisement.routerLifetime], [ALL_NODES, 0])
      }
      assert.deepEqual(lab.socket.groups, [])
      assert.equal(lab.advertiser.status().state, 'stopped')
    }
  })

  it('withdraws the router and leaves prefixes alone; for a restart it withdraws nothing [ND-13]', () => {
    const stopped = settled()
    stopped.advertiser.stop({ withdraw: true })
    stopped.clock.walk(60)
    assert.deepEqual(stopped.takeSent().map(validOf), [[5400]])
    const restarted = settled()
    restarted.advertiser.stop({ withdraw: false })
    restarted.clock.walk(3600)
    assert.deepEqual(restarted.takeSent(), [])
  })

  it('tells its owner when it has ended, once, and does nothing after', () => {
    let ends = 0
    const lab = settled({ onCeased: () => ends++ })
    lab.advertiser.stop({ withdraw: true, finals: 2 })
    assert.equal(ends, 0)
    lab.clock.walk(3)
    assert.equal(ends, 1)
    lab.takeSent()
    lab.advertiser.stop({ withdraw: true })
    lab.advertiser.setContents(RENUMBERED)
    lab.advertiser.setLink(LINK)
    lab.solicit(1)
    lab.clock.walk(3600)
    assert.equal(ends, 1)
    assert.deepEqual(lab.takeSent(), [])
  })
})

describe('RaOutbox', () => {
  it('sends what 64 links say in one call', () => {
    const lab = new AdvertiserLab()
    const advertisers = Array.from({ length: 64 }, (_, i) => {
      const advertiser = lab.another({ name: `lan${i}`, seed: [i, 2, 3, 4] })
      advertiser.setLink({ ...LINK, index: 100 + i })
      return advertiser
    })
    for (const advertiser of advertisers) advertiser.setContents(CONTENTS)
    assert.equal(lab.socket.batches.length, 0)
    lab.outbox.flush()
    assert.deepEqual(
      lab.socket.batches.map(batch => batch.map(({ linkIndex }) => linkIndex)),
      [Array.from({ length: 64 }, (_, i) => 100 + i)],
    )
  })

  it('gives each sender its own result', () => {
    const lab = new AdvertiserLab()
    const bad = lab.another({ name: 'bad' })
    lab.socket.refuse = ({ linkIndex }) => linkIndex === 9
    lab.advertiser.setLink(LINK)
    bad.setLink({ ...LINK, index: 9 })
    for (const advertiser of [bad, lab.advertiser]) advertiser.setContents(CONTENTS)
    lab.outbox.flush()
    assert.deepEqual(
      [bad, lab.advertiser].map(advertiser => advertiser.status().sendFaults),
      [1, 0],
    )
  })

  it('sends by itself what nobody flushes', () => {
    const lab = new AdvertiserLab()
    lab.advertiser.setLink(LINK)
    lab.advertiser.setContents(CONTENTS)
    assert.equal(lab.sent.length, 0)
    lab.clock.walk(0)
    assert.equal(lab.sent.length, 1)
  })
})
