import type { ValueType } from '../valueType.ts'

/** Values separated by commas; an empty text is an empty list. Several occurrences add up. */
export function listOf<T>(item: ValueType<T>): ValueType<readonly T[]> {
  const allowed = `a list separated by commas, each ${item.allowed}`
  return {
    placeholder: `${item.placeholder}[,…]`,
    allowed,
    unit: null,
    range: null,
    moduleType: 'charp',
    fileKinds: ['array', 'string'],
    repeatable: true,
    parse(text) {
      const values: T[] = []
      for (const part of split(text)) {
        const parsed = item.parse(part)
        if ('refused' in parsed) return { refused: allowed }
        values.push(parsed.value)
      }
      return { value: values }
    },
    format: values => values.map(value => item.format(value)).join(','),
  }
}

/** `key=value` pairs separated by commas, in the order typed; a key twice is refused. */
export function mapOf<V>(key: ValueType<string>, value: ValueType<V>): ValueType<ReadonlyMap<string, V>> {
  const allowed = `${key.placeholder}=${value.placeholder} pairs separated by commas, no ${key.placeholder} twice, each ${value.placeholder} ${value.allowed}`
  return {
    placeholder: `${key.placeholder}=${value.placeholder}[,…]`,
    allowed,
    unit: null,
    range: null,
    moduleType: 'charp',
    fileKinds: ['table', 'string'],
    repeatable: true,
    parse(text) {
      const entries = new Map<string, V>()
      for (const part of split(text)) {
        const at = part.lastIndexOf('=')
        const left = key.parse(part.slice(0, Math.max(at, 0)))
        const right = value.parse(part.slice(at + 1))
        if (at < 0 || 'refused' in left || 'refused' in right || entries.has(left.value)) {
          return { refused: allowed }
        }
        entries.set(left.value, right.value)
      }
      return { value: entries }
    },
    format: entries => [...entries].map(([k, v]) => `${key.format(k)}=${value.format(v)}`).join(','),
  }
}

function split(text: string): readonly string[] {
  return text.trim() === '' ? [] : text.split(',').map(part => part.trim())
}
