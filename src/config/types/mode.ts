import type { ValueType } from '../valueType.ts'

/** The role of this kd6: CT the client, RR the requesting router, SR the delegating router (server). */
export type Mode = 'CT' | 'RR' | 'SR'

/** SR is RS in one place of the kernel module's README. */
const WORDS: Readonly<Record<string, Mode>> = {
  '1': 'CT',
  '2': 'RR',
  '3': 'SR',
  ct: 'CT',
  rr: 'RR',
  sr: 'SR',
  rs: 'SR',
}

const ALLOWED = '1 or CT (client), 2 or RR (requesting router), 3 or SR (server)'

export const mode: ValueType<Mode> = {
  placeholder: '1|2|3|CT|RR|SR',
  allowed: ALLOWED,
  unit: null,
  range: null,
  moduleType: 'int',
  fileKinds: ['number', 'string'],
  repeatable: false,
  parse(text) {
    const word = text.toLowerCase()
    if (Object.hasOwn(WORDS, word)) return { value: WORDS[word]! }
    return { refused: text === '0' ? `${ALLOWED}; 0 selects nothing` : ALLOWED }
  },
  format: value => value,
}
