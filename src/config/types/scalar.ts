import { orAny, type Parsed, type ValueType } from '../valueType.ts'

/** A word out of a closed list, in any case. */
export function oneOf<const T extends string>(placeholder: string, words: readonly T[]): ValueType<T> {
  const allowed = orAny(words)
  return {
    placeholder,
    allowed,
    unit: null,
    range: null,
    moduleType: 'charp',
    fileKinds: ['string'],
    repeatable: false,
    parse(text) {
      const word = words.find(candidate => candidate === text.toLowerCase())
      return word === undefined ? { refused: allowed } : { value: word }
    },
    format: value => value,
  }
}

const YES = ['yes', 'on', 'true', '1']
const NO = ['no', 'off', 'false', '0']

export const yesOrNo: ValueType<boolean> = {
  placeholder: 'yes|no',
  allowed: 'yes or no (on, true, 1; off, false, 0)',
  unit: null,
  range: null,
  moduleType: 'bool',
  fileKinds: ['boolean', 'string', 'number'],
  repeatable: false,
  parse(text) {
    const word = text.toLowerCase()
    if (YES.includes(word)) return { value: true }
    return NO.includes(word) ? { value: false } : { refused: this.allowed }
  },
  format: value => (value ? 'yes' : 'no'),
}

/** An integer between two limits, which are allowed too; with `hexadecimal`, `0x1f` is read as well. */
export function integer(
  placeholder: string,
  low: number,
  high: number,
  options: { readonly hexadecimal?: boolean; readonly unit?: string } = {},
): ValueType<number> {
  const unit = options.unit === undefined ? '' : ` ${options.unit}`
  const allowed = `an integer from ${low} to ${high}${unit}${options.hexadecimal === true ? ' (0x… for hexadecimal)' : ''}`
  const pattern = options.hexadecimal === true ? /^(?:\d{1,20}|0x[0-9a-f]{1,16})$/i : /^\d{1,20}$/
  return {
    placeholder,
    allowed,
    unit: options.unit ?? null,
    range: `${low} to ${high}`,
    moduleType: 'int',
    fileKinds: ['number', 'string'],
    repeatable: false,
    parse(text) {
      const value = pattern.test(text) ? Number(text) : Number.NaN
      return value >= low && value <= high ? { value } : { refused: allowed }
    },
    format: String,
  }
}

/** A file or directory name, kept as typed. */
export function path(placeholder: string): ValueType<string> {
  return {
    placeholder,
    allowed: 'a path, not empty',
    unit: null,
    range: null,
    moduleType: 'charp',
    fileKinds: ['string'],
    repeatable: false,
    parse(text) {
      return text === '' || text.includes('\0') ? { refused: this.allowed } : { value: text }
    },
    format: value => value,
  }
}

const IFNAMSIZ = 16

/** A port's name as the kernel takes it: 1 to 15 octets without slash, colon or white space, not `.` or `..`. */
export const portName: ValueType<string> = {
  placeholder: 'PORT',
  allowed: 'the name of a port: 1 to 15 octets without slash, colon or white space',
  unit: null,
  range: null,
  moduleType: 'charp',
  fileKinds: ['string'],
  repeatable: false,
  parse(text): Parsed<string> {
    const octets = new TextEncoder().encode(text).length
    const taken = octets > 0 && octets < IFNAMSIZ && !/[/:\s\0]/.test(text) && text !== '.' && text !== '..'
    return taken ? { value: text } : { refused: this.allowed }
  },
  format: value => value,
}

/** `type`, or one of some words that stand for values of their own (`auto`, `none`). */
export function orWord<T, const W>(type: ValueType<T>, words: Readonly<Record<string, W>>): ValueType<T | W> {
  const allowed = `${type.allowed}, or ${orAny(Object.keys(words))}`
  return {
    placeholder: [type.placeholder, ...Object.keys(words)].join('|'),
    allowed,
    unit: type.unit,
    range: type.range,
    moduleType: Object.keys(words).every(word => /^\d+$/.test(word)) ? type.moduleType : 'charp',
    fileKinds: type.fileKinds.includes('string') ? type.fileKinds : [...type.fileKinds, 'string'],
    repeatable: type.repeatable,
    parse(text) {
      const word = text.toLowerCase()
      if (Object.hasOwn(words, word)) return { value: words[word]! }
      const parsed = type.parse(text)
      return 'value' in parsed ? parsed : { refused: allowed }
    },
    format(value) {
      const word = Object.keys(words).find(candidate => words[candidate] === value)
      return word ?? type.format(value as T)
    },
  }
}
