import elk, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js'
import { cardBlock, stateBlock, type Block } from './block.ts'
import { cardsOf, type Card } from './cards.ts'
import type { ChartModel, ChartState, Origin } from './model.ts'
import { STYLES } from './theme.ts'
import { widthOf } from './text.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** A picture whose every part has its place, in pixels from the top left. */
export interface Layout {
  readonly width: number
  readonly height: number
  /** Outer states before inner ones. */
  readonly states: readonly {
    readonly state: ChartState
    readonly box: Box
    readonly block: Block
    readonly depth: number
  }[]
  readonly cards: readonly { readonly card: Card; readonly box: Box; readonly block: Block }[]
  readonly starts: readonly Box[]
  readonly anywheres: readonly { readonly box: Box; readonly origin: Origin }[]
  readonly lines: readonly {
    readonly points: readonly Point[]
    readonly origin: Origin
    readonly arrow: boolean
  }[]
}

export const ANYWHERE = 'in any state here'

const START = 14
/** Sources of one card that are still drawn as lines; those of the v0.5 chart always are. */
const MANY = 4
const MARGIN = 18

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.randomSeed': '1',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.layered.considerModelOrder.strategy': 'PREFER_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.thoroughness': '30',
  'elk.layered.unnecessaryBendpoints': 'false',
}

const SPACING = {
  'elk.spacing.nodeNode': '22',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '9',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '9',
}

/** The v0.5 chart keeps the straight and short lines, whatever is added to it. */
const MAIN = { 'elk.layered.priority.straightness': '10', 'elk.layered.priority.shortness': '10' }

type Part =
  | { readonly kind: 'state'; readonly state: ChartState; readonly block: Block; readonly depth: number }
  | { readonly kind: 'card'; readonly card: Card; readonly block: Block }
  | { readonly kind: 'start' }
  | { readonly kind: 'anywhere'; readonly origin: Origin }

/** Builds the graph that ELK lays out: states, labels and marks are nodes, so that nothing can overlap. */
class Graph {
  readonly parts = new Map<string, Part>()
  readonly lines = new Map<string, { origin: Origin; arrow: boolean; upwards: boolean }>()
  readonly root: ElkNode
  readonly #nodes = new Map<string, ElkNode>()
  readonly #edges: ElkExtendedEdge[] = []

  constructor(model: ChartModel) {
    this.root = this.#state(model.root, 0)
    for (const [index, card] of cardsOf(model.edges).entries()) this.#card(card, `card${index}`)
    this.root.edges = this.#edges
    this.root.layoutOptions = { ...this.root.layoutOptions, ...OPTIONS }
  }

  #state(state: ChartState, depth: number): ElkNode {
    const id = `state${state.path}`
    const block = stateBlock(state, depth === 0)
    const node: ElkNode = { id }
    this.#nodes.set(id, node)
    node.children = state.states.map(child => this.#state(child, depth + 1))
    if (node.children.length === 0) Object.assign(node, { width: block.width, height: block.height })
    else node.layoutOptions = { ...SPACING, 'elk.padding': padding(block), ...minimum(block) }
    this.parts.set(id, { kind: 'state', state, block, depth })
    if (state.initial !== undefined) this.#start(id, state.initial)
    return node
  }

  #start(parent: string, initial: string): void {
    const id = `start ${parent}`
    this.#add(parent, { id, width: START, height: START }, { kind: 'start' }, true)
    this.#connect(id, `state${initial}`, 'plain', true)
  }

  #card(card: Card, id: string): void {
    const block = cardBlock(card.entries, isListed(card) ? card.from.map(from => this.#title(from)) : [])
    const home = card.from.reduce((path, other) => shared(path, other), card.to)
    this.#add(`state${home}`, { id, width: block.width, height: block.height }, { kind: 'card', card, block })
    const upwards = card.from.every(from => this.#order(from, home) > this.#order(card.to, home))
    for (const source of this.#sources(card, id)) this.#connect(source, id, card.origin, false, upwards)
    this.#connect(id, `state${card.to}`, card.origin, true, upwards)
  }

  /** Where the lines into a card begin. From many states they would fill the picture: the card lists those. */
  #sources(card: Card, cardId: string): readonly string[] {
    if (isListed(card)) return []
    return card.from.map(from =>
      isWithin(card.to, from) ? this.#anywhere(from, card, cardId) : `state${from}`,
    )
  }

  /** A state that leads into itself has a mark inside for it. */
  #anywhere(from: string, card: Card, cardId: string): string {
    const id = `anywhere ${cardId}`
    const width = Math.ceil(widthOf(ANYWHERE, STYLES.source)) + 18
    this.#add(`state${from}`, { id, width, height: 20 }, { kind: 'anywhere', origin: card.origin })
    return id
  }

  /** Where the child of `home` that holds a state stands in the order of the chart. */
  #order(path: string, home: string): number {
    const keys = [...this.#nodes.keys()]
    const child = path.split('.').slice(0, home.split('.').length + 1)
    return keys.indexOf(`state${child.join('.')}`)
  }

  #title(path: string): string {
    const part = this.parts.get(`state${path}`)
    return part?.kind === 'state' ? part.state.title : path
  }

  #add(parent: string, node: ElkNode, part: Part, first = false): void {
    const children = this.#nodes.get(parent)!.children!
    if (first) children.unshift(node)
    else children.push(node)
    this.parts.set(node.id, part)
  }

  /** A chart reads downwards in its own order: what leads back is laid out in reverse and turned round later. */
  #connect(from: string, to: string, origin: Origin, arrow: boolean, upwards = false): void {
    const id = `edge${this.#edges.length}`
    const layoutOptions = origin === 'v0.5' ? MAIN : {}
    this.#edges.push({ id, sources: [upwards ? to : from], targets: [upwards ? from : to], layoutOptions })
    this.lines.set(id, { origin, arrow, upwards })
  }
}

/** Lays a chart out. The same chart gives the same picture. */
export async function layOut(model: ChartModel): Promise<Layout> {
  const graph = new Graph(model)
  const laid = await new elk.default().layout(graph.root)
  const nodes = flatten(laid)
  const boxed = nodes.map(node => ({ part: graph.parts.get(node.id)!, box: boxOf(node) }))
  const of = <Kind extends Part['kind']>(kind: Kind) =>
    boxed.flatMap(({ part, box }) =>
      part.kind === kind ? [{ ...(part as Extract<Part, { kind: Kind }>), box }] : [],
    )
  return {
    width: Math.ceil(laid.width ?? 0) + 2 * MARGIN,
    height: Math.ceil(laid.height ?? 0) + 2 * MARGIN,
    states: of('state'),
    cards: of('card'),
    starts: of('start').map(({ box }) => box),
    anywheres: of('anywhere'),
    lines: nodes
      .flatMap(node => node.edges ?? [])
      .map(edge => {
        const { upwards, ...line } = graph.lines.get(edge.id)!
        return { ...line, points: upwards ? pointsOf(edge).toReversed() : pointsOf(edge) }
      }),
  }
}

function isListed(card: Card): boolean {
  return card.origin !== 'v0.5' && card.from.length > MANY
}

function flatten(node: ElkNode): readonly ElkNode[] {
  return [node, ...(node.children ?? []).flatMap(flatten)]
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: ElkNode): Box {
  return { x: round(x + MARGIN), y: round(y + MARGIN), width: round(width), height: round(height) }
}

function pointsOf(edge: ElkExtendedEdge): readonly Point[] {
  return (edge.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map(({ x, y }) => ({ x: round(x + MARGIN), y: round(y + MARGIN) })),
  )
}

function round(value: number): number {
  return Math.round(value * 2) / 2
}

function padding(block: Block): string {
  return `[top=${block.height + 12},left=14,bottom=14,right=14]`
}

function minimum(block: Block): Record<string, string> {
  return {
    'elk.nodeSize.constraints': 'MINIMUM_SIZE',
    'elk.nodeSize.minimum': `(${block.width},${block.height})`,
  }
}

/** The path of the innermost state that holds both. */
function shared(a: string, b: string): string {
  const parts = a.split('.')
  while (!isWithin(b, parts.join('.'))) parts.pop()
  return parts.join('.')
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`)
}
