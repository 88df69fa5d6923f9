import assert from 'node:assert/strict'

import * as k from '../../../src/wire/rtnetlink/constants.ts'
import { fakeKernelFixture, LAN0 } from './fakeKernelFixture.ts'

describe('adapters/linux: lost netlink notifications', () => {
  const fixture = fakeKernelFixture('started')

  it('end in a resync, and the view is as dumped', async () => {
    fixture.kernel.links = [{ ...LAN0, name: 'lan9' }]
    fixture.kernel.loseNotifications()
    assert.deepEqual(await fixture.event(), { type: 'resync' })
    assert.deepEqual(
      [...fixture.netlink.links.values()].map(({ name }) => name),
      ['lan9'],
    )
  })

  it('deliver what came during the dump after the resync', async () => {
    fixture.kernel.onDump = type => {
      if (type !== k.RTM_GETROUTE) return
      fixture.kernel.onDump = () => undefined
      fixture.kernel.notifyLink({ index: 8, name: 'wan1', mtu: 1500 })
    }
    fixture.kernel.loseNotifications()
    assert.equal((await fixture.event()).type, 'resync')
    const next = await fixture.event()
    assert(next.type === 'link' && next.link.name === 'wan1')
  })

  it('are dumped for again when more are lost during the dump', async () => {
    fixture.kernel.onDump = type => {
      if (type !== k.RTM_GETROUTE) return
      fixture.kernel.onDump = () => undefined
      fixture.kernel.links = []
      fixture.kernel.loseNotifications()
    }
    fixture.kernel.loseNotifications()
    assert.deepEqual(await fixture.event(), { type: 'resync' })
    assert.equal(fixture.netlink.links.size, 0)
    assert.deepEqual(fixture.events, [])
  })
})
