import assert from 'node:assert/strict'
import { identityDocument } from '../../src/daemon/identity.ts'
import { Refusal } from '../../src/daemon/refusal.ts'
import { earlierDelegations, loadState } from '../../src/daemon/state.ts'
import type { Document } from '../../src/ports/store.ts'
import { leaseDocument } from '../../src/roles/requestingRouter/leaseDocument.ts'
import { fault } from '../../src/values/fault.ts'
import { formatIpv6Prefix } from '../../src/values/ipv6Prefix.ts'
import { MemoryStore } from '../fakes/memoryStore.ts'
import { TestClock } from '../fakes/testClock.ts'
import { LEASE } from '../machines/requestingRouterEvents.ts'
import { CLIENT } from '../rules/dhcpv6/messages.ts'

const DIRECTORY = '/var/lib/kd6'
const clock = new TestClock()

/** What a run of some time leaves on disk. */
async function full(): Promise<MemoryStore> {
  const store = new MemoryStore()
  const documents: Readonly<Record<string, Document>> = {
    identity: identityDocument({ duid: CLIENT, iaids: new Map([['wan0', 1]]) }),
    'lease-wan0': leaseDocument(LEASE, clock),
    'lease-old0': leaseDocument(LEASE, clock),
    subnets: { lan0: '1' },
    'sysctl-journal': { 'net/ipv6/conf/lan0/accept_ra': '1' },
    boot: { bootId: clock.bootId },
  }
  for (const [name, document] of Object.entries(documents)) await store.save(name, document)
  return store
}

function refusal(store: MemoryStore): Refusal {
  try {
    loadState(store, clock, DIRECTORY, ['wan0', 'wan1'])
  } catch (error) {
    assert.ok(error instanceof Refusal)
    return error
  }
  return assert.fail('it was accepted')
}

describe('what earlier runs left on disk', () => {
  it('is nothing at the very first', () => {
    assert.deepEqual(loadState(new MemoryStore(), clock, DIRECTORY, ['wan0']), {
      identity: null,
      leases: new Map(),
      subnetIds: new Map(),
      sysctlJournal: null,
      isFirstOfBoot: true,
    })
  })

  it('is read whole, the leases of today’s WAN ports alone', async () => {
    const state = loadState(await full(), clock, DIRECTORY, ['wan0', 'wan1'])
    assert.deepEqual(state, {
      identity: { duid: CLIENT, iaids: new Map([['wan0', 1]]) },
      leases: new Map([['wan0', LEASE]]),
      subnetIds: new Map([['lan0', 1n]]),
      sysctlJournal: { 'net/ipv6/conf/lan0/accept_ra': '1' },
      isFirstOfBoot: false,
    })
    assert.deepEqual(earlierDelegations(state).map(formatIpv6Prefix), ['2001:db8::/56'])
  })

  it('tells another boot', async () => {
    const booted = new TestClock(1_000)
    booted.bootId = 'another'
    assert.equal(loadState(await full(), booted, DIRECTORY, ['wan0']).isFirstOfBoot, true)
  })

  for (const name of ['identity', 'lease-wan0', 'subnets', 'sysctl-journal', 'boot']) {
    it(`refuses a damaged ${name}, and names it`, async () => {
      const store = await full()
      store.damage(name)
      const { exit, message } = refusal(store)
      assert.equal(exit, 'damagedState')
      assert.ok(message.includes(name) && !message.includes('\n'), message)
    })
  }

  for (const name of ['identity', 'lease-wan0', 'subnets']) {
    it(`refuses a ${name} that is sound but none of ours, and names its file`, async () => {
      const store = await full()
      await store.save(name, { some: ['thing', 'else'] })
      const { exit, message } = refusal(store)
      assert.equal(exit, 'damagedState')
      assert.ok(message.startsWith(`${DIRECTORY}/${name}.json: `), message)
    })
  }

  it('refuses a directory that cannot be read', async () => {
    const store = await full()
    store.load = () => fault('EACCES', 'open', '/var/lib/kd6/identity.json', 'permission denied')
    assert.equal(refusal(store).exit, 'directoryUnusable')
  })
})
