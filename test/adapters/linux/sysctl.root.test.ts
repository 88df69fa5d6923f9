import assert from 'node:assert/strict'

import { LinuxSysctl } from '../../../src/adapters/linux/sysctl.ts'

/** Only what the kernel refuses: these settings are everybody's on this machine. */
describe('adapters/linux: sysctl on this kernel', () => {
  const sysctl = new LinuxSysctl()

  it('reads a setting', () => {
    assert.match(sysctl.read('net/ipv6/conf/lo/forwarding') ?? 'none', /^[01]$/)
  })

  it('says that the kernel refuses a value', () => {
    assert.deepEqual(sysctl.write('net/ipv6/conf/lo/accept_ra', 'perhaps'), {
      code: 'EINVAL',
      call: 'write',
      where: '/proc/sys/net/ipv6/conf/lo/accept_ra',
      message: 'invalid argument',
    })
  })

  it('says that a setting is read-only', () => {
    assert.equal(sysctl.write('kernel/ostype', 'Hurd')?.code, 'EACCES')
  })

  it('takes a secret that is not set for none', () => {
    assert.equal(sysctl.read('net/ipv6/conf/lo/stable_secret'), null)
  })
})
