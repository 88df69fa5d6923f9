import type { Edge, Entry, Origin } from './model.ts'
import { sameBut, withRoles } from './read.ts'

/** A label of the picture: what leads from its states to one other. Edges that say the same share it. */
export interface Card {
  readonly from: readonly string[]
  readonly to: string
  readonly origin: Origin
  readonly entries: readonly Entry[]
}

/** Edges between the same two states, and equal ones into the same state, share a card. */
export function cardsOf(edges: readonly Edge[]): readonly Card[] {
  return shareTargets(shareEnds(edges))
}

function shareEnds(edges: readonly Edge[]): readonly Card[] {
  const cards: Card[] = []
  for (const { from, to, origin, entry } of edges) {
    const at = cards.findIndex(card => card.from[0] === from && card.to === to && card.origin === origin)
    const card = cards[at]
    if (card) cards[at] = { ...card, entries: add(card.entries, entry) }
    else cards.push({ from: [from], to, origin, entries: [entry] })
  }
  return cards
}

function add(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  const at = entries.findIndex(other => sameBut(other, entry))
  if (at < 0) return [...entries, entry]
  return entries.with(at, withRoles(entries[at]!, entry.roles))
}

function shareTargets(cards: readonly Card[]): readonly Card[] {
  const shared = new Map<string, Card>()
  for (const card of cards) {
    const key = JSON.stringify([card.to, card.origin, card.entries])
    const other = shared.get(key)
    shared.set(key, other ? { ...other, from: [...other.from, ...card.from] } : card)
  }
  return [...shared.values()]
}
