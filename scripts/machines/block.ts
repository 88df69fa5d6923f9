import type { ChartState, Entry, Inner, Origin } from './model.ts'
import { STYLES, type Style } from './theme.ts'
import { widthOf, wrap } from './text.ts'

/** Something to draw at a place of its block: text, a role's chip, the mark of a transition that stays, a rule. */
export type Mark =
  | {
      readonly kind: 'text'
      readonly x: number
      readonly y: number
      readonly text: string
      readonly style: Style
    }
  | {
      readonly kind: 'chip'
      readonly x: number
      readonly y: number
      readonly role: string
      readonly width: number
    }
  | { readonly kind: 'loop'; readonly x: number; readonly y: number; readonly origin: Origin }
  | { readonly kind: 'rule'; readonly y: number }

/** Marks and the room they need; `y` of a text is its baseline. */
export interface Block {
  readonly width: number
  readonly height: number
  readonly marks: readonly Mark[]
}

const CARD_WIDTH = 216
const STATE_WIDTH = 236
const PAD = 9
const LOOP = 17
const CHIP_PAD = 4
const CHIP_GAP = 3
const ENTRY_GAP = 6

/** A block grows downwards, mark by mark. */
class Writer {
  readonly #marks: Mark[] = []
  readonly #limit: number
  #y = PAD - 2
  #right = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  text(text: string, style: Style, indent = 0): void {
    const setting = STYLES[style]
    for (const line of wrap(text, setting, this.#limit - indent)) {
      this.#marks.push({ kind: 'text', x: PAD + indent, y: this.#y + setting.leading - 4, text: line, style })
      this.#right = Math.max(this.#right, indent + widthOf(line, setting))
      this.#y += setting.leading
    }
  }

  entry(entry: Entry, indent = 0): void {
    let x = indent
    for (const role of entry.roles) {
      const width = widthOf(role, STYLES.chip) + 2 * CHIP_PAD
      this.#marks.push({ kind: 'chip', x: PAD + x, y: this.#y, role, width })
      x += width + CHIP_GAP
    }
    this.#head(entry.event, x, indent)
    if (entry.caption !== undefined) this.text(entry.caption, 'caption', indent)
    if (entry.guard !== undefined) this.text(`[${entry.guard}]`, 'guard', indent)
    if (entry.effects.length > 0) this.text(`/ ${entry.effects.join(', ')}`, 'effect', indent)
    if (entry.source !== undefined) this.text(entry.source, 'source', indent)
  }

  /** The event stands beside the chips, or below them if it is too long. */
  #head(event: string, beside: number, indent: number): void {
    const fits = beside === indent || beside + widthOf(event, STYLES.event) <= this.#limit
    if (!fits) {
      this.#right = Math.max(this.#right, beside)
      this.#y += STYLES.event.leading
    }
    this.text(event, 'event', fits ? beside : indent)
  }

  inner({ origin, entry }: Inner): void {
    this.#marks.push({ kind: 'loop', x: PAD, y: this.#y, origin })
    this.entry(entry, LOOP)
  }

  name({ title, id, source }: ChartState): void {
    this.text(title, 'title')
    if (id !== title) this.text(id, 'id')
    if (source !== undefined) this.text(source, 'source')
  }

  gap(height: number): void {
    this.#y += height
  }

  rule(): void {
    this.#marks.push({ kind: 'rule', y: this.#y + 3 })
    this.#y += 7
  }

  done(): Block {
    return {
      width: Math.ceil(this.#right) + 2 * PAD,
      height: Math.ceil(this.#y) + PAD - 2,
      marks: this.#marks,
    }
  }
}

/** The text of a label; `from` lists the states it belongs to where no lines do. */
export function cardBlock(entries: readonly Entry[], from: readonly string[]): Block {
  const writer = new Writer(CARD_WIDTH)
  if (from.length > 0) {
    writer.text(`from ${from.join(', ')}`, 'caption')
    writer.rule()
  }
  for (const [index, entry] of entries.entries()) {
    if (index > 0) writer.gap(ENTRY_GAP)
    writer.entry(entry)
  }
  return writer.done()
}

/**
 * The text of a state: its name, what it does on entry and exit, the transitions that stay in it. The chart itself
 * is named by the picture's title.
 */
export function stateBlock(state: ChartState, isChart: boolean): Block {
  const writer = new Writer(STATE_WIDTH)
  const actions = [...labelled('entry', state.entry), ...labelled('exit', state.exit)]
  const isEmpty = actions.length + state.inner.length === 0
  if (isChart && isEmpty) return { width: 0, height: 0, marks: [] }
  if (isChart) writer.text('in every state', 'caption')
  else writer.name(state)
  if (!isEmpty) writer.rule()
  for (const line of actions) writer.text(line, 'effect')
  for (const [index, inner] of state.inner.entries()) {
    if (index + actions.length > 0) writer.gap(ENTRY_GAP)
    writer.inner(inner)
  }
  return writer.done()
}

function labelled(when: string, actions: readonly string[]): readonly string[] {
  return actions.length === 0 ? [] : [`${when} / ${actions.join(', ')}`]
}
