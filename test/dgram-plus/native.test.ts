import assert from 'node:assert/strict'
import fc from 'fast-check'

import { LENGTH, Memory, NAME_LENGTH, PAYLOAD, recordSize } from '../../src/dgram-plus/layout.ts'
import { type Channel, constants, newChannel } from '../../src/dgram-plus/native.ts'

type Method = (...args: unknown[]) => unknown
const RING_SIZE = 4096
const methods = [
  'bind',
  'address',
  'setOption',
  'getOption',
  'send',
  'watch',
  'discard',
  'close',
  'ref',
  'unref',
]

/** What JavaScript can hand over: wrong types, huge numbers, detached, shared and odd memory. */
const anything = fc.oneof(
  fc.constantFrom(undefined, null, Number.NaN, -1, 2 ** 31, 2 ** 53, Symbol('s'), 1n, () => 0, {}, 'text'),
  fc.integer(),
  fc.uint8Array({ maxLength: 200 }),
  fc.constantFrom(
    new Uint16Array(8),
    new DataView(new ArrayBuffer(8)),
    new Uint8Array(new SharedArrayBuffer(64)),
    new Proxy(new Uint8Array(8), {}),
  ),
  fc.constant(0).map(() => detached()),
)

function detached(): Uint8Array {
  const octets = new Uint8Array(64)
  structuredClone(octets.buffer, { transfer: [octets.buffer] })
  return octets
}

function openChannel(send = new Memory(RING_SIZE)): Channel {
  const channel = newChannel()
  const ring = new Memory(RING_SIZE).octets
  const { AF_INET6, SOCK_DGRAM } = constants
  assert.equal(
    channel.open(AF_INET6, SOCK_DGRAM, 0, ring, RING_SIZE, send.octets, () => undefined),
    0,
  )
  return channel
}

/** A number of calls gives an int or throws TypeError, and this process is still there. */
function survives(call: () => unknown): void {
  try {
    const result = call()
    assert.ok(result === undefined || Number.isInteger(result), String(result))
  } catch (error) {
    assert.ok(error instanceof TypeError, String(error))
  }
}

describe('dgram-plus: the native module', () => {
  it('takes any arguments on an open, a closed and a never opened channel', () => {
    const call = fc.tuple(fc.constantFrom(...methods), fc.array(anything, { maxLength: 8 }))
    fc.assert(
      fc.property(fc.boolean(), fc.array(call, { maxLength: 10 }), (opened, calls) => {
        const channel = opened ? openChannel() : newChannel()
        for (const [method, args] of calls) {
          survives(() => (channel as unknown as Record<string, Method>)[method]!.apply(channel, args))
        }
        channel.close()
      }),
      { numRuns: 1000 },
    )
  })

  it('refuses to open with any wrong argument, and opens once', () => {
    const right: unknown[] = [
      constants.AF_INET6,
      constants.SOCK_DGRAM,
      0,
      new Uint8Array(RING_SIZE),
      RING_SIZE,
      new Uint8Array(RING_SIZE),
      () => undefined,
    ]
    const wrong = [
      undefined,
      null,
      'text',
      {},
      new Uint16Array(8),
      new Uint8Array(new SharedArrayBuffer(RING_SIZE)),
    ]
    for (const index of right.keys()) {
      for (const value of wrong) {
        const channel = newChannel()
        assert.throws(() => (channel.open as Method).apply(channel, right.with(index, value)), TypeError)
      }
    }
    for (const stride of [0, -16, 160, 1000, 2 ** 31]) {
      const channel = newChannel()
      assert.throws(() => (channel.open as Method).apply(channel, right.with(4, stride)), TypeError)
    }
    const channel = openChannel()
    assert.ok(((channel.open as Method).apply(channel, right) as number) < 0)
    channel.close()
    assert.ok(((channel.open as Method).apply(channel, right) as number) < 0)
  })

  it('refuses methods on foreign objects and calls without new', () => {
    const prototype = Object.getPrototypeOf(newChannel()) as Record<string, Method>
    const foreign = [{}, new Uint8Array(8), new Map(), Object.create(prototype) as object]
    for (const method of [...methods, 'open']) {
      for (const object of foreign) assert.throws(() => prototype[method]!.call(object), TypeError)
    }
    assert.throws(() => (prototype['constructor'] as unknown as Method)(), TypeError)
  })

  it('refuses records that do not fit their ring', () => {
    const memory = new Memory(RING_SIZE)
    const channel = openChannel(memory)
    const record = fc.record({
      length: fc.integer(),
      nameLength: fc.integer(),
      count: fc.nat({ max: 100 }),
    })
    fc.assert(
      fc.property(record, ({ length, nameLength, count }) => {
        memory.setWord(LENGTH, length)
        memory.setWord(NAME_LENGTH, nameLength)
        survives(() => channel.send(count))
      }),
    )
    const reaches = (length: number): number => {
      memory.setWord(LENGTH, length)
      memory.setWord(NAME_LENGTH, 0)
      return channel.send(1)
    }
    assert.equal(reaches(RING_SIZE - PAYLOAD), 0)
    assert.throws(() => reaches(RING_SIZE - PAYLOAD + 1), TypeError)
    assert.throws(() => channel.send(Math.ceil(RING_SIZE / recordSize(0)) + 1), TypeError)
    channel.close()
  })

  it('closes a socket whose ring is gone instead of spinning', async () => {
    const channel = newChannel()
    const ring = new Uint8Array(RING_SIZE)
    const events: number[][] = []
    const { AF_NETLINK, SOCK_RAW } = constants
    const closed = new Promise<void>(resolve => {
      const onEvent = (kind: number, value: number): void => {
        events.push([kind, value])
        if (kind === 3) resolve()
      }
      channel.open(AF_NETLINK, SOCK_RAW, 0, ring, RING_SIZE, requestOfLinks(), onEvent)
    })
    channel.watch(1)
    structuredClone(ring.buffer, { transfer: [ring.buffer] })
    assert.equal(channel.send(1), 0)
    await closed
    const EFAULT = 14
    assert.deepEqual(events, [
      [1, EFAULT],
      [3, 0],
    ])
  })
})

/** A send ring with one record: RTM_GETLINK as a dump, to the kernel. */
function requestOfLinks(): Uint8Array {
  const memory = new Memory(RING_SIZE)
  const request = new DataView(memory.octets.buffer, PAYLOAD, 32)
  const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
  request.setUint32(0, 32, littleEndian)
  request.setUint16(4, 18, littleEndian)
  request.setUint16(6, 0x301, littleEndian)
  memory.setWord(LENGTH, 32)
  return memory.octets
}
