import assert from 'node:assert/strict'
import { once } from 'node:events'

import {
  createSocket,
  type InternetInfo,
  type InternetOptions,
  type InternetSocket,
  SystemError,
} from '#dgram-plus'

describe('dgram-plus: UDP', () => {
  const open: InternetSocket[] = []

  function socketOn(address = '::1', options: InternetOptions = {}): InternetSocket {
    const socket = createSocket({ type: 'udp6', ...options })
    open.push(socket)
    socket.bind({ address })
    return socket
  }

  afterEach(() => {
    for (const socket of open.splice(0)) socket.close()
  })

  /** What `pick` makes of the next `count` datagrams, while their listener runs. */
  function collect<T>(
    socket: InternetSocket,
    count: number,
    pick: (message: Buffer, info: InternetInfo) => T,
  ): Promise<T[]> {
    const picked: T[] = []
    return new Promise(resolve => {
      socket.on('message', (message, info) => {
        picked.push(pick(message, info))
        if (picked.length === count) resolve(picked)
      })
    })
  }

  it('tells source, destination, interface and hop limit of a datagram', async () => {
    const [a, b] = [socketOn(), socketOn('::')]
    const got = collect(b, 1, (message, info) => ({
      text: message.toString(),
      family: info.family,
      address: info.address,
      port: info.port,
      destination: info.destination,
      bytes: Buffer.from(info.addressBytes).toString('hex'),
      destinationBytes: Buffer.from(info.destinationBytes).toString('hex'),
      interfaceIndex: info.interfaceIndex,
      hopLimit: info.hopLimit,
      size: info.size,
    }))
    const sent = a.send({
      message: Buffer.from('hello'),
      address: '::1',
      port: b.address().port,
      hopLimit: 77,
    })
    assert.equal(sent, null)
    assert.deepEqual(await got, [
      {
        text: 'hello',
        family: 'IPv6',
        address: '::1',
        port: a.address().port,
        destination: '::1',
        bytes: '00000000000000000000000000000001',
        destinationBytes: '00000000000000000000000000000001',
        interfaceIndex: 1,
        hopLimit: 77,
        size: 5,
      },
    ])
  })

  it('delivers each of 10,000 datagrams once and in order', async () => {
    const [a, b] = [socketOn(), socketOn('::1', { recvBufferSize: 1 << 23 })]
    const port = b.address().port
    const got = collect(b, 10_000, message => message.readUInt32BE(0))
    const numbers = Array.from({ length: 10_000 }, (_, index) => index)
    for (let first = 0; first < numbers.length; first += 500) {
      const batch = numbers.slice(first, first + 500).map(number => {
        const message = Buffer.alloc(4)
        message.writeUInt32BE(number)
        return { message, address: '::1', port }
      })
      assert.deepEqual(a.sendBatch(batch), Array(500).fill(null))
      await new Promise(setImmediate)
    }
    assert.deepEqual(await got, numbers)
  })

  it('takes an empty datagram and the largest', async () => {
    const [a, b] = [socketOn(), socketOn()]
    const sizes = [0, 65_535 - 8]
    const got = collect(b, 2, message => message.length)
    const port = b.address().port
    assert.deepEqual(
      a.sendBatch(sizes.map(size => ({ message: new Uint8Array(size), address: '::1', port }))),
      [null, null],
    )
    assert.deepEqual(await got, sizes)
  })

  it('cuts what exceeds messageSize and tells the true size', async () => {
    const [a, b] = [socketOn(), socketOn('::1', { messageSize: 16 })]
    const got = collect(b, 1, (message, info) => [message.toString(), info.size])
    a.send({ message: Buffer.from('0123456789abcdefghi'), address: '::1', port: b.address().port })
    assert.deepEqual(await got, [['0123456789abcdef', 19]])
  })

  it('gives one result per datagram', () => {
    const a = socketOn()
    const message = Buffer.from('x')
    const good = { message, address: '::1', port: 9 }
    const results = a.sendBatch([
      good,
      { message: new Uint8Array(65_528), address: '::1', port: 9 },
      { message: new Uint8Array(200_000), address: '::1', port: 9 },
      { message, address: 'ff02::1', port: 9, interfaceIndex: 0x7fff_fff0 },
      { ...good, source: '2001:db8::1' },
      good,
    ])
    assert.deepEqual(
      results.map(result => result && [result.code, result.syscall, result.errno < 0, result.message]),
      [
        null,
        ['EMSGSIZE', 'sendmmsg', true, 'sendmmsg EMSGSIZE ::1:9'],
        ['EMSGSIZE', 'sendmmsg', true, 'sendmmsg EMSGSIZE ::1:9'],
        ['ENODEV', 'sendmmsg', true, 'sendmmsg ENODEV ff02::1:9'],
        ['EINVAL', 'sendmmsg', true, 'sendmmsg EINVAL ::1:9'],
        null,
      ],
    )
  })

  it('binds by sending, and hears answers', async () => {
    const a = createSocket({ type: 'udp6' })
    open.push(a)
    const b = socketOn()
    b.on('message', (message, info) => b.send({ message, address: info.addressBytes, port: info.port }))
    const got = collect(a, 1, message => message.toString())
    assert.equal(a.send({ message: Buffer.from('echo'), address: '::1', port: b.address().port }), null)
    assert.deepEqual(await got, ['echo'])
  })

  it('throws EADDRINUSE with the name and number, call, address and port', () => {
    const { port } = socketOn().address()
    const second = createSocket({ type: 'udp6' })
    open.push(second)
    assert.throws(
      () => second.bind({ address: '::1', port }),
      (error: unknown) =>
        error instanceof SystemError &&
        error.message === `bind EADDRINUSE ::1:${port}` &&
        error.code === 'EADDRINUSE' &&
        error.errno === -98 &&
        error.syscall === 'bind' &&
        error.address === '::1' &&
        error.port === port,
    )
  })

  it('throws ENODEV for a device and for a membership on an index that do not exist', () => {
    const a = socketOn()
    assert.throws(() => a.addMembership('ff02::1234', 0x7fff_fff0), { code: 'ENODEV', syscall: 'setsockopt' })
    for (const device of ['no-such-device', '', 'a-name-that-is-too-long', 'lo\0']) {
      assert.throws(() => a.bind({ device }), { code: 'ENODEV', syscall: 'setsockopt' }, device)
    }
    assert.throws(() => a.addMembership('ff02::1234', 0), RangeError)
  })

  it('refuses the addresses of a datagram after its listener, but not its numbers', async () => {
    const [a, b] = [socketOn(), socketOn()]
    const got = collect(b, 1, (_, info) => info)
    a.send({ message: Buffer.from('x'), address: '::1', port: b.address().port })
    const [info] = await got
    assert.throws(() => info!.address, /listener has returned/)
    assert.throws(() => info!.destinationBytes, /listener has returned/)
    assert.equal(info!.port, a.address().port)
  })

  it('gives messages and information to keep when asked for copies', async () => {
    const [a, b] = [socketOn(), socketOn('::1', { copy: true, batchSize: 1 })]
    const got = collect(b, 3, (message, info) => ({ message, info }))
    const port = b.address().port
    a.sendBatch(['one', 'two', 'six'].map(text => ({ message: Buffer.from(text), address: '::1', port })))
    const all = await got
    assert.deepEqual(
      all.map(({ message, info }) => [message.toString(), info.address, info.destination]),
      ['one', 'two', 'six'].map(text => [text, '::1', '::1']),
    )
  })

  it('delivers nothing after close, not even the rest of a batch', async () => {
    const [a, b] = [socketOn(), socketOn()]
    const port = b.address().port
    const seen: string[] = []
    b.on('message', message => {
      seen.push(message.toString())
      b.close()
    })
    const batch = ['1', '2', '3'].map(text => ({ message: Buffer.from(text), address: '::1', port }))
    a.sendBatch(batch)
    await once(b, 'close')
    assert.deepEqual(seen, ['1'])
    b.close()
    assert.throws(() => b.address(), { code: 'EBADF' })
    assert.deepEqual(
      b.sendBatch(batch).map(result => result?.code),
      ['EBADF', 'EBADF', 'EBADF'],
    )
  })

  it('frees its port at once when closed', () => {
    const a = socketOn()
    const { port } = a.address()
    a.close()
    const b = createSocket({ type: 'udp6' })
    open.push(b)
    b.bind({ address: '::1', port })
    assert.equal(b.address().port, port)
  })

  it('throws for wrong arguments', () => {
    const a = socketOn()
    const message = Buffer.from('x')
    const wrong: [object, object][] = [
      [{ message, address: 'fe80::1%lo' }, { code: 'ERR_INVALID_ARG_VALUE' }],
      [{ message, address: '127.0.0.1' }, { code: 'ERR_INVALID_ARG_VALUE' }],
      [{ message, address: new Uint8Array(4) }, { code: 'ERR_INVALID_ARG_VALUE' }],
      [{ message, address: 7 }, { code: 'ERR_INVALID_ARG_VALUE' }],
      [{ message, address: '::1', port: 65_536 }, { code: 'ERR_OUT_OF_RANGE' }],
      [{ message, address: '::1', hopLimit: 256 }, { code: 'ERR_OUT_OF_RANGE' }],
      [{ message, address: '::1', interfaceIndex: 0.5 }, { code: 'ERR_OUT_OF_RANGE' }],
      [{ message: 'text', address: '::1' }, { code: 'ERR_INVALID_ARG_TYPE' }],
      [{ address: '::1' }, { code: 'ERR_INVALID_ARG_TYPE' }],
    ]
    for (const [datagram, error] of wrong) assert.throws(() => a.send(datagram as never), error)
    assert.throws(() => createSocket({ type: 'udp6', messageSize: 0 }), { code: 'ERR_OUT_OF_RANGE' })
    assert.throws(() => createSocket({ type: 'udp6', batchSize: 65 }), { code: 'ERR_OUT_OF_RANGE' })
    assert.throws(() => createSocket({ type: 'tcp' } as never), { code: 'ERR_INVALID_ARG_VALUE' })
  })
})
