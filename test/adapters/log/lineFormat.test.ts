import assert from 'node:assert/strict'
import fc from 'fast-check'
import { formatLine, type LogLine } from '../../../src/adapters/log/lineFormat.ts'

const line = (message: string, fields: LogLine['fields'] = {}): LogLine => ({
  time: 0,
  level: 'info',
  message,
  fields,
})
const text = (message: string, fields?: LogLine['fields']): string =>
  formatLine(line(message, fields), 'text').slice('1970-01-01T00:00:00.000Z info [KD6] '.length)

describe('formatLine', () => {
  it('quotes what would run into the next field', () => {
    assert.equal(
      text('received Reply', {
        status: 'no prefix available',
        empty: '',
        quoted: 'a"b',
        pair: 'a=b',
        no: null,
      }),
      'received Reply status="no prefix available" empty="" quoted="a\\"b" pair="a=b" no=null',
    )
  })

  it('leaves addresses, numbers and truths as they are', () => {
    assert.equal(
      text('bound', { prefix: '2001:db8::/56', t1: 1800.5, rapid: true }),
      'bound prefix=2001:db8::/56 t1=1800.5 rapid=true',
    )
  })

  it("keeps a peer's text on its line and off the terminal", () => {
    assert.equal(
      text('said \u001b[2J\nforged', { text: 'a\r\n\u202eb', '\u0007': '\u009b' }),
      'said \\u001b[2J\\u000aforged text="a\\r\\n\\u202eb" \\u0007=\\u009b',
    )
  })

  it('is one line, and as JSON gives back what it was made of', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), (message, fields) => {
        for (const format of ['text', 'json'] as const) {
          assert.ok(/^\P{Cc}*$/u.test(formatLine(line(message, fields), format)))
        }
        const parsed = JSON.parse(formatLine(line(message, fields), 'json')) as object
        const expected = { ...fields, time: '1970-01-01T00:00:00.000Z', level: 'info', message }
        assert.deepEqual(parsed, JSON.parse(JSON.stringify(expected)))
      }),
    )
  })
})
