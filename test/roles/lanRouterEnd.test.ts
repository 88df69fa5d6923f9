import assert from 'node:assert/strict'
import { isAdvertisement, isChange, LanLab, sysctls } from './lanRouterLab.ts'

describe('LAN side: the end', () => {
  it('tells the hosts that the router goes, not the prefix, and takes out what is ours [ND-13]', async () => {
    const lab = await LanLab.serving()
    await lab.router.prepareKernel()
    lab.take()
    await lab.router.stop({ withdraw: true })
    const story = lab.take()
    assert.deepEqual(story.filter(isAdvertisement), [
      'RA lan0 0: 2001:db8:0:1::/64',
      'RA lan1 0: 2001:db8:0:2::/64',
    ])
    assert.ok(story.findLastIndex(isAdvertisement) < story.findIndex(isChange))
    assert.deepEqual([lab.addressesOn('lan0'), lab.unreachable], [[], []])
    await lab.pass(100_000)
    assert.deepEqual(lab.take(), [])
  })

  it('leaves everything in place for the next start [ND-13]', async () => {
    const lab = await LanLab.serving()
    await lab.router.prepareKernel()
    lab.take()
    await lab.router.stop({ withdraw: false })
    await lab.pass(100_000)
    assert.deepEqual(lab.take(), [])
    assert.deepEqual([lab.addressesOn('lan0'), lab.unreachable], [['2001:db8:0:1::1/64'], ['2001:db8::/56']])
    assert.equal(lab.netlink.subscribers, 0)
  })
})

describe('LAN side: kernel settings', () => {
  const PORTS = ['wan0', 'lan0', 'lan1']

  it('lets the WAN listen while it forwards before it forwards, and stores what was before it changes anything', async () => {
    const lab = new LanLab()
    lab.router.start()
    await lab.router.prepareKernel()
    assert.deepEqual(lab.take(), [
      'save sysctl-journal',
      'wan0/accept_ra=2',
      'lan0/accept_ra=0',
      'lan1/accept_ra=0',
      'all/forwarding=1',
    ])
    assert.deepEqual(lab.store.load('sysctl-journal'), {
      'net/ipv6/conf/wan0/accept_ra': '1',
      'net/ipv6/conf/lan0/accept_ra': '1',
      'net/ipv6/conf/lan1/accept_ra': '1',
      'net/ipv6/conf/all/forwarding': '0',
    })
  })

  it('keeps the default route of a port that is none of ours, too', async () => {
    const lab = new LanLab()
    lab.netlink.addLink('wlan0')
    lab.setUplink(true, 'wlan0')
    lab.sysctl.values.set('net/ipv6/conf/wlan0/accept_ra', '1')
    lab.router.start()
    await lab.router.prepareKernel()
    const story = lab.take()
    assert.ok(story.indexOf('wlan0/accept_ra=2') > 0)
    assert.ok(story.indexOf('wlan0/accept_ra=2') < story.indexOf('all/forwarding=1'))
  })

  it('gives LANs theirs back, and never stops forwarding', async () => {
    const lab = await LanLab.serving()
    await lab.router.prepareKernel()
    lab.take()
    await lab.router.stop({ withdraw: true })
    const written = lab.take().filter(line => line.includes('='))
    assert.deepEqual(written, ['lan0/accept_ra=1', 'lan1/accept_ra=1'])
    assert.equal(lab.sysctl.read('net/ipv6/conf/all/forwarding'), '1')
    // While others forward, a WAN that does not listen would lose its default route.
    assert.equal(lab.sysctl.read('net/ipv6/conf/wan0/accept_ra'), '2')
  })

  it('gives a WAN its own back where nothing forwards any more', async () => {
    const lab = await LanLab.serving()
    await lab.router.prepareKernel()
    lab.sysctl.values.set('net/ipv6/conf/all/forwarding', '0')
    await lab.router.stop({ withdraw: true })
    assert.equal(lab.sysctl.read('net/ipv6/conf/wan0/accept_ra'), '1')
  })

  it('knows after a crash what was there before the first run', async () => {
    const first = await LanLab.serving()
    await first.router.prepareKernel()
    const { store, sysctl } = first
    sysctl.values.set('net/ipv6/conf/lan0/accept_ra', '2')
    const second = await LanLab.serving({ store, sysctl })
    await second.router.prepareKernel()
    await second.router.stop({ withdraw: true })
    assert.equal(sysctl.read('net/ipv6/conf/lan0/accept_ra'), '1')
  })

  it('touches nothing where the setting says so', async () => {
    const lab = await LanLab.serving({ settings: { manageSysctl: false } })
    await lab.router.prepareKernel()
    await lab.router.stop({ withdraw: true })
    assert.deepEqual(Object.fromEntries(lab.sysctl.values), sysctls(PORTS))
  })

  it('sets a port that comes later, after the others', async () => {
    const lab = await LanLab.serving({ lans: ['lan0'], named: ['lan0', 'lan1'] })
    await lab.router.prepareKernel()
    lab.take()
    lab.sysctl.values.set('net/ipv6/conf/lan1/accept_ra', '1')
    lab.addLan('lan1')
    await lab.pass(0.1)
    assert.deepEqual(lab.takeOnly('lan', 'save sysctl'), ['save sysctl-journal', 'lan1/accept_ra=0'])
  })

  it('sets IPv6 on where it is off, before anything else of that port', async () => {
    const lab = new LanLab()
    lab.sysctl.values.set('net/ipv6/conf/lan0/disable_ipv6', '1')
    lab.router.start()
    await lab.router.prepareKernel()
    const story = lab.take()
    assert.ok(story.indexOf('lan0/disable_ipv6=0') < story.indexOf('lan0/accept_ra=0'))
  })
})
