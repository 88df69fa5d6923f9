import assert from 'node:assert/strict'
import { ProcessLog, type ProcessLogOptions } from '../../../src/adapters/log/processLog.ts'
import { FakeMachine } from '../node/timeSourcesFake.ts'
import { quickReader, SlowReader } from './slowReader.ts'

describe('ProcessLog', () => {
  let machine: FakeMachine
  let reader: SlowReader
  beforeEach(() => {
    machine = new FakeMachine()
    machine.awake = 0
    machine.calendar = Date.UTC(2026, 10, 22, 10)
    reader = quickReader()
  })
  const logWith = (options: Partial<ProcessLogOptions> = {}): ProcessLog =>
    new ProcessLog({ level: 'info', format: 'text', stream: reader, times: machine, ...options })

  it('writes lines as the module did, with their fields behind', async () => {
    const log = logWith()
    await log.start()
    log.info('sent Solicit', { if: 'wan0', xid: '3a4b5c', hint: undefined, elapsed: 0 })
    log.error('no port there', { if: 'lan 9' })
    assert.deepEqual(reader.lines, [
      '2026-11-22T10:00:00.000Z info [KD6] if=wan0 sent Solicit xid=3a4b5c elapsed=0',
      '2026-11-22T10:00:00.000Z error [KD6] if="lan 9" no port there',
    ])
  })

  it('keeps lines until it is started, with their own time', async () => {
    const log = logWith()
    log.info('first')
    machine.run(250)
    log.warn('second')
    machine.run(1_000)
    assert.equal(reader.text, '')
    await log.start()
    assert.deepEqual(reader.lines, [
      '2026-11-22T10:00:00.000Z info [KD6] first',
      '2026-11-22T10:00:00.250Z warn [KD6] second',
    ])
  })

  it('leaves out what is less important than its level', async () => {
    const log = logWith({ level: 'warn' })
    await log.start()
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level)
    assert.deepEqual(
      reader.lines.map(line => line.split(' ').at(-1)),
      ['warn', 'error'],
    )
    const all = logWith({ level: 'debug' })
    await all.start()
    all.debug('debug')
    assert.equal(reader.lines.length, 3)
  })

  it('writes one JSON object a line when asked to', async () => {
    const log = logWith({ format: 'json' })
    await log.start()
    log.info('sent Solicit', { if: 'wan0', hint: null, level: 'forged', text: 'a\nb' })
    assert.deepEqual(
      reader.lines.map(line => JSON.parse(line) as unknown),
      [
        {
          time: '2026-11-22T10:00:00.000Z',
          level: 'info',
          message: 'sent Solicit',
          if: 'wan0',
          hint: null,
          text: 'a\nb',
        },
      ],
    )
  })

  it('keeps the earliest thousand lines before its start, and counts the others', async () => {
    const log = logWith({ most: 5_000 })
    for (let i = 0; i < 1_500; i++) log.info(`line ${i}`)
    await log.start()
    assert.equal(reader.lines.length, 1_001)
    assert.match(reader.lines[999]!, / line 999$/)
    assert.match(reader.lines[1_000]!, / warn \[KD6\] log lines were dropped dropped=500$/)
  })

  it('writes at the exit what there is, even when it was never started', async () => {
    const log = logWith()
    log.error('no such port', { if: 'wan0' })
    await log.flush()
    assert.deepEqual(reader.lines, ['2026-11-22T10:00:00.000Z error [KD6] if=wan0 no such port'])
    await log.flush()
    assert.equal(reader.lines.length, 1, 'once')
  })

  it('writes at the exit while winston is being loaded, and keeps the order after it', async () => {
    const log = logWith()
    log.info('first')
    const started = log.start()
    await log.flush()
    assert.equal(reader.lines.length, 1)
    log.info('second')
    await started
    log.info('third')
    assert.deepEqual(
      reader.lines.map(line => line.split(' ').at(-1)),
      ['first', 'second', 'third'],
    )
  })
})

describe('ProcessLog, with too much to say', () => {
  let machine: FakeMachine
  let reader: SlowReader
  let log: ProcessLog
  beforeEach(async () => {
    machine = new FakeMachine()
    reader = quickReader()
    log = new ProcessLog({ level: 'info', format: 'text', stream: reader, times: machine })
    await log.start()
  })
  const tails = (): string[] => reader.lines.map(line => line.replace(/^.*\[KD6\] /, ''))

  it('writes 20 lines of a kind in 10 s, and then how many there were more', () => {
    for (let i = 0; i < 500; i++) log.info('received Router Solicitation', { if: 'lan0', from: i })
    log.info('received Router Solicitation', { if: 'lan1' })
    log.warn('received Router Solicitation', { if: 'lan0' })
    assert.equal(reader.lines.length, 22)
    machine.run(10_002)
    assert.deepEqual(tails().slice(22), ['if=lan0 received Router Solicitation suppressed=480'])
    log.info('received Router Solicitation', { if: 'lan0' })
    assert.equal(reader.lines.length, 24, 'a new interval')
  })

  it('says at the exit what it has suppressed', async () => {
    for (let i = 0; i < 25; i++) log.info('again')
    await log.flush()
    assert.equal(tails().at(-1), 'again suppressed=5')
    machine.run(60_000)
    assert.equal(reader.lines.length, 21, 'once')
  })

  it('bounds what it remembers of lines that are all different', () => {
    for (let i = 0; i < 20_000; i++) log.info(`kind ${i}`)
    assert.equal(reader.lines.length, 1024 + 20)
    machine.run(10_002)
    assert.equal(tails().at(-1), `lines of many other kinds suppressed=${20_000 - 1024 - 20}`)
  })
})

describe('ProcessLog, with a slow reader', () => {
  let reader: SlowReader
  beforeEach(() => (reader = new SlowReader()))

  it('drops and counts what finds no room, and goes on when there is some', async () => {
    const log = new ProcessLog({ level: 'info', format: 'text', stream: reader, most: Infinity })
    await log.start()
    for (let i = 0; i < 20_000; i++) log.info('x'.repeat(80))
    assert.ok(reader.writableLength < 257 * 1024, `${reader.writableLength} octets wait`)
    reader.read()
    await log.flush()
    const dropped = Number(/log lines were dropped dropped=(\d+)$/.exec(reader.lines.at(-1)!)?.[1])
    assert.equal(reader.lines.length - 1 + dropped, 20_000)
    log.info('afterwards')
    assert.match(reader.lines.at(-1)!, /afterwards$/)
  })

  it('counts also what was kept from before the start', async () => {
    const log = new ProcessLog({ level: 'info', format: 'text', stream: reader, most: Infinity })
    for (let i = 0; i < 1_000; i++) log.info('x'.repeat(1_000))
    await log.start()
    reader.read()
    await log.flush()
    const dropped = Number(/log lines were dropped dropped=(\d+)$/.exec(reader.lines.at(-1)!)?.[1])
    assert.equal(reader.lines.length - 1 + dropped, 1_000)
  })

  it('exits without one that never reads', async () => {
    const log = new ProcessLog({ level: 'info', format: 'text', stream: reader })
    await log.start()
    log.info('first')
    log.info('second')
    await log.flush()
    assert.equal(reader.lines.length, 1)
  })
})
