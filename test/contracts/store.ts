import assert from 'node:assert/strict'
import type { Document, Store } from '../../src/ports/store.ts'
import { isFault } from '../../src/values/fault.ts'

export interface StoreUnderTest {
  readonly store: Store
  /** Another store on the same documents, as after a restart. */
  reopen(): Store
  /** Spoils the document where it is kept. */
  damage(name: string): void
  dispose(): void
}

const LEASE: Document = {
  server: '00:01:00:01',
  t1: 1800.5,
  declined: false,
  hint: null,
  prefixes: [{ prefix: '2001:db8::/56', 'valid until': 7200 }, []],
  '10': 'a key that sorts as a number',
  text: 'ä "quoted"\n\u2028',
}

/** What every Store must do. */
export function storeContract(open: () => StoreUnderTest): void {
  let under: StoreUnderTest
  beforeEach(() => {
    under = open()
  })
  afterEach(() => under.dispose())

  it('has no document that was never saved', () => {
    assert.equal(under.store.load('lease'), null)
  })

  it('gives back what was saved, also after a restart', async () => {
    assert.equal(await under.store.save('lease', LEASE), null)
    assert.deepEqual(under.store.load('lease'), LEASE)
    assert.deepEqual(under.reopen().load('lease'), LEASE)
  })

  it('gives the latest of several, whoever waits for which', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(n => under.store.save('lease', { n })))
    assert.deepEqual(results, [null, null, null, null])
    assert.deepEqual(under.reopen().load('lease'), { n: 4 })
  })

  it('keeps documents apart, whatever their names', async () => {
    const names = ['wan0', 'wan0.100', 'WAN0', '..', 'a/b', 'a%2Fb', 'ä b', '__proto__']
    await Promise.all(names.map(name => under.store.save(name, { name })))
    for (const name of names) assert.deepEqual(under.reopen().load(name), { name })
  })

  it('removes a document, and minds none that is not there', async () => {
    await under.store.save('lease', LEASE)
    assert.equal(await under.store.remove('lease'), null)
    assert.equal(under.reopen().load('lease'), null)
    assert.equal(await under.store.remove('lease'), null)
  })

  it('obeys in the order of the calls', async () => {
    void under.store.save('lease', { n: 1 })
    void under.store.remove('lease')
    await under.store.save('lease', { n: 2 })
    assert.deepEqual(under.store.load('lease'), { n: 2 })
    void under.store.save('lease', { n: 3 })
    await under.store.remove('lease')
    assert.equal(under.store.load('lease'), null)
  })

  it('keeps the value of the moment of the call', async () => {
    const value = { n: 1 }
    const saved = under.store.save('lease', value)
    value.n = 2
    await saved
    assert.deepEqual(under.store.load('lease'), { n: 1 })
  })

  it('refuses numbers that it could not give back', () => {
    assert.throws(() => under.store.save('lease', { validUntil: Infinity }), RangeError)
    assert.throws(() => under.store.save('lease', { list: [Number.NaN] }), RangeError)
  })

  it('sees damage, says so with EBADMSG, and can be written again', async () => {
    await under.store.save('lease', LEASE)
    under.damage('lease')
    const loaded = under.store.load('lease')
    assert.ok(isFault(loaded))
    assert.equal(loaded.code, 'EBADMSG')
    await under.store.save('lease', LEASE)
    assert.deepEqual(under.store.load('lease'), LEASE)
  })
}
