import assert from 'node:assert/strict'

import { LinuxNetlink } from '../../../src/adapters/linux/netlink.ts'
import { KD6_PROTOCOL, type KernelChange } from '../../../src/ports/netlink.ts'
import type { Ipv6Address } from '../../../src/values/ipv6Address.ts'
import * as k from '../../../src/wire/rtnetlink/constants.ts'
import { fakeKernelFixture } from './fakeKernelFixture.ts'
import { ip, route } from './kernelObjects.ts'

const EEXIST = 17
const EADDRNOTAVAIL = 99
const ESRCH = 3

const OURS = route({})

function addition(number: number): KernelChange {
  const address = (ip('2001:db8::') + BigInt(number)) as Ipv6Address
  return { do: 'replaceAddress', linkIndex: 3, address, prefixLength: 64, preferred: 60, valid: 90 }
}

/** One turn of the event loop: the fake kernel answers within it. */
function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

describe('adapters/linux: netlink changes', () => {
  const fixture = fakeKernelFixture('started')

  it('go out in one send, in order', async () => {
    fixture.kernel.sends.length = 0
    assert.deepEqual(await fixture.netlink.apply([{ do: 'setLinkUp', linkIndex: 3 }, addition(1)]), [
      null,
      null,
    ])
    assert.deepEqual(fixture.kernel.sends, [2])
    assert.deepEqual(
      fixture.kernel.requests.slice(-2).map(({ type }) => type),
      [k.RTM_NEWLINK, k.RTM_NEWADDR],
    )
  })

  it('keep at most 64 requests in flight', async () => {
    fixture.kernel.sends.length = 0
    const faults = await fixture.netlink.apply(Array.from({ length: 150 }, (_, number) => addition(number)))
    assert.deepEqual(new Set(faults), new Set([null]))
    assert.deepEqual(fixture.kernel.sends, [64, 32, 32, 22])
  })

  it('fail one by one, in the words of the kernel', async () => {
    const second = fixture.kernel.requests.length + 1
    fixture.kernel.verdict = ({ sequence }) =>
      sequence === fixture.kernel.requests[second]!.sequence
        ? { errno: EEXIST, text: 'ipv6: address already assigned' }
        : { errno: 0, text: null }
    assert.deepEqual(await fixture.netlink.apply([addition(1), addition(2), addition(3)]), [
      null,
      {
        code: 'EEXIST',
        call: 'RTM_NEWADDR',
        where: '2001:db8::2/64 on lan0',
        message: 'ipv6: address already assigned',
      },
      null,
    ])
  })

  it('say what errno means where the kernel says nothing', async () => {
    fixture.kernel.verdict = () => ({ errno: 1, text: null })
    const [fault] = await fixture.netlink.apply([
      { do: 'replaceRoute', route: { ...OURS, type: 'unicast', linkIndex: 3, gateway: ip('fe80::1') } },
    ])
    assert.deepEqual(fault, {
      code: 'EPERM',
      call: 'RTM_NEWROUTE',
      where: 'route 2001:db8:0:2000::/56 via fe80::1 on lan0',
      message: 'operation not permitted',
    })
  })

  it('take what is gone already for removed', async () => {
    const removals: KernelChange[] = [
      { do: 'removeAddress', linkIndex: 77, address: ip('2001:db8::1'), prefixLength: 64 },
      { do: 'removeRoute', route: OURS },
    ]
    for (const errno of [EADDRNOTAVAIL, ESRCH, 2, 19]) {
      fixture.kernel.verdict = () => ({ errno, text: null })
      assert.deepEqual(await fixture.netlink.apply(removals), [null, null])
    }
    fixture.kernel.verdict = () => ({ errno: ESRCH, text: null })
    assert.equal((await fixture.netlink.apply([addition(1)]))[0]?.code, 'ESRCH')
  })

  it('time out when the kernel is silent, and a late answer does no harm', async () => {
    const impatient = new LinuxNetlink({ open: fixture.kernel.open, littleEndian: true, timeout: 20 })
    assert.equal(await impatient.start(), null)
    fixture.kernel.verdict = () => null
    const [fault] = await impatient.apply([addition(1)])
    assert.deepEqual([fault?.code, fault?.where], ['ETIMEDOUT', '2001:db8::1/64 on lan0'])
    fixture.kernel.verdict = () => ({ errno: 0, text: null })
    fixture.kernel.answerAgain()
    assert.deepEqual(await impatient.apply([addition(2)]), [null])
    impatient.close()
  })

  it('fail at once when their answers were lost', async () => {
    fixture.kernel.verdict = () => null
    const result = fixture.netlink.apply([addition(1)])
    await turn()
    fixture.kernel.loseAnswers()
    assert.equal((await result)[0]?.code, 'ENOBUFS')
  })

  it('are refused unasked where they would do other than they say', async () => {
    const before = fixture.kernel.requests.length
    const address = {
      do: 'replaceAddress',
      linkIndex: 3,
      address: ip('2001:db8::1'),
      prefixLength: 64,
    } as const
    const faults = await fixture.netlink.apply([
      { ...address, preferred: 0, valid: 0.5 },
      { do: 'replaceRoute', route: { ...OURS, expires: 0 } },
    ])
    assert.deepEqual(
      faults.map(fault => fault?.code),
      ['EINVAL', 'EINVAL'],
    )
    assert.equal(fixture.kernel.requests.length, before)
  })

  it('never touch a route of another', async () => {
    const before = fixture.kernel.requests.length
    const faults = await fixture.netlink.apply([
      { do: 'replaceRoute', route: { ...OURS, protocol: 3 } },
      { do: 'removeRoute', route: { ...OURS, protocol: 9 } },
    ])
    assert.deepEqual(
      faults.map(fault => [fault?.code, fault?.message]),
      [
        ['EPERM', 'a route of protocol 3 is not ours'],
        ['EPERM', 'a route of protocol 9 is not ours'],
      ],
    )
    assert.equal(fixture.kernel.requests.length, before)
  })

  it('never touch an address of another, which the kernel would let us take over', async () => {
    const { kernel, netlink } = fixture
    const here = { linkIndex: 3, prefixLength: 64, scope: 0 }
    kernel.notifyAddress({ ...here, address: ip('2001:db8::1'), protocol: 2 })
    kernel.notifyAddress({ ...here, address: ip('2001:db8::2'), protocol: KD6_PROTOCOL, prefixLength: 128 })
    kernel.notifyAddress({ ...here, address: ip('2001:db8::3'), protocol: KD6_PROTOCOL })
    const removal = (text: string): KernelChange => ({ do: 'removeAddress', ...here, address: ip(text) })
    const faults = await netlink.apply([
      addition(1),
      addition(2),
      addition(3),
      removal('2001:db8::1'),
      removal('2001:db8::3'),
    ])
    assert.deepEqual(
      faults.map(fault => fault && [fault.code, fault.message]),
      [
        ['EEXIST', 'it is there and not ours (protocol 2)'],
        ['EEXIST', 'it is there with prefix length 128'],
        null,
        ['EPERM', 'it is there and not ours (protocol 2)'],
        null,
      ],
    )
  })

  it('fail with ECANCELED when all is closed, and with ENOTCONN after that', async () => {
    fixture.kernel.verdict = () => null
    const result = fixture.netlink.apply(Array.from({ length: 70 }, (_, number) => addition(number)))
    fixture.netlink.close()
    const codes = (await result).map(fault => fault?.code)
    assert.deepEqual(new Set(codes.slice(0, 64)), new Set(['ECANCELED']))
    assert.equal((await fixture.netlink.apply([addition(1)]))[0]?.code, 'ENOTCONN')
    assert.equal(fixture.kernel.closed, 2)
  })
})
