import type { Block, Mark } from './block.ts'
import { ANYWHERE, type Box, type Layout, type Point } from './layout.ts'
import type { ChartState, Origin } from './model.ts'
import { widthOf } from './text.ts'
import { BORDER, FAINT, INK, ORIGINS, PAPER, ROLE_COLOURS, STYLES, type Style } from './theme.ts'

const HEAD = 64
const BEND = 6
const SHADES = ['#ffffff', '#f8fafc', '#f1f5f9', '#e8eef5']

/** Draws a laid out chart. Colours, background and metrics are all in the file: it looks the same on any page. */
export function renderSvg(title: string, layout: Layout): string {
  const legend = legendOf(layout)
  const width = Math.max(layout.width, widthOf(title, STYLES.heading) + 40, legend.width + 40)
  const height = layout.height + HEAD
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${num(width)} ${num(height)}" width="${num(width)}" height="${num(height)}" font-family="sans-serif" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>`,
    text(20, 32, title, 'heading'),
    ...legend.parts,
    `<g transform="translate(0 ${HEAD})">`,
    ...layout.states.map(({ state, box, depth }) => renderFrame(state, box, depth)),
    ...layout.lines.map(line => renderLine(line.points, line.origin, line.arrow)),
    ...layout.states.map(({ state, box, block, depth }) => renderState(state, box, block, depth)),
    ...layout.starts.map(
      box => `<circle cx="${num(box.x + 7)}" cy="${num(box.y + 7)}" r="6" fill="${INK}"/>`,
    ),
    ...layout.anywheres.map(({ box, origin }) => renderAnywhere(box, origin)),
    ...layout.cards.map(({ card, box, block }) => renderCard(card.origin, box, block)),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** What a state says lies over the lines that cross its head on their way in. */
function renderState(state: ChartState, box: Box, block: Block, depth: number): string {
  if (state.states.length === 0) return renderBlock(block, box)
  const head = { x: box.x + 2, y: box.y + 2, width: block.width - 4, height: block.height - 2 }
  const cover = depth === 0 ? '' : rect(head, 6, `fill="${shade(depth)}"`)
  return cover + renderBlock(block, { ...box, width: block.width })
}

function renderFrame(state: ChartState, box: Box, depth: number): string {
  if (depth === 0) return ''
  const { colour, tint } = ORIGINS[state.origin]
  const region = state.kind === 'parallel' ? ' stroke-width="2.5"' : ' stroke-width="1.5"'
  const fill = state.states.length > 0 ? shade(depth) : tint
  const frame = rect(box, 8, `fill="${fill}" stroke="${colour}"${region}`)
  if (state.kind !== 'final') return frame
  const inside = { x: box.x + 3.5, y: box.y + 3.5, width: box.width - 7, height: box.height - 7 }
  return frame + rect(inside, 5, `fill="none" stroke="${colour}" stroke-width="1.5"`)
}

function shade(depth: number): string {
  return SHADES[Math.min(depth, SHADES.length - 1)]!
}

function renderCard(origin: Origin, box: Box, block: Block): string {
  const { colour, dash } = ORIGINS[origin]
  const border = rect(box, 4, `fill="${PAPER}" stroke="${colour}"${dashed(dash)}`)
  const edge = `<rect x="${num(box.x)}" y="${num(box.y)}" width="4" height="${num(box.height)}" rx="2" fill="${colour}"/>`
  return border + edge + renderBlock(block, box)
}

function renderAnywhere(box: Box, origin: Origin): string {
  const { colour, dash } = ORIGINS[origin]
  const pill = rect(box, 10, `fill="${PAPER}" stroke="${colour}"${dashed(dash)}`)
  return pill + text(box.x + 9, box.y + 14, ANYWHERE, 'source')
}

function renderBlock(block: Block, box: Box): string {
  return block.marks.map(mark => renderMark(mark, box)).join('\n')
}

function renderMark(mark: Mark, box: Box): string {
  const y = box.y + mark.y
  switch (mark.kind) {
    case 'text':
      return text(box.x + mark.x, y, mark.text, mark.style)
    case 'rule':
      return `<path d="M${num(box.x)} ${num(y)}H${num(box.x + box.width)}" stroke="${BORDER}" stroke-width="0.75"/>`
    case 'chip': {
      const chip = { x: box.x + mark.x, y: y + 1, width: mark.width, height: 12.5 }
      const fill = ROLE_COLOURS[mark.role] ?? FAINT
      return rect(chip, 3, `fill="${fill}"`) + text(chip.x + 4, chip.y + 9.5, mark.role, 'chip')
    }
    case 'loop':
      return renderLoop(box.x + mark.x, y, mark.origin)
  }
}

/** A small arrow that comes back to where it began. */
function renderLoop(x: number, y: number, origin: Origin): string {
  const { colour, dash } = ORIGINS[origin]
  const style = `fill="none" stroke="${colour}" stroke-width="1.6"${dash === '' ? '' : ' stroke-dasharray="3 1.6"'}`
  const arc = `<path d="M${num(x + 3)} ${num(y + 3.5)}H${num(x + 8)}a4 4 0 0 1 0 8H${num(x + 4)}" ${style}/>`
  return `${arc}<path d="M${num(x)} ${num(y + 11.5)}l5 -3v6z" fill="${colour}"/>`
}

function renderLine(points: readonly Point[], origin: Origin, arrow: boolean): string {
  const { colour, dash } = ORIGINS[origin]
  const line = `<path d="${pathOf(points)}" fill="none" stroke="${colour}" stroke-width="1.5"${dashed(dash)}/>`
  return arrow ? line + arrowHead(points, colour) : line
}

/** Straight pieces with rounded corners. */
function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  const steps = rest.map((point, index) => {
    const next = rest[index + 1]
    if (!next) return `L${at(point)}`
    const before = points[index]!
    return `L${at(towards(point, before))}Q${at(point)} ${at(towards(point, next))}`
  })
  return `M${at(first)}${steps.join('')}`
}

/** A point on the way from one to another, at most half of it. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const part = length === 0 ? 0 : Math.min(BEND, length / 2) / length
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

function arrowHead(points: readonly Point[], colour: string): string {
  const end = points.at(-1)
  const before = points.at(-2)
  if (!end || !before) return ''
  const angle = Math.round((Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI)
  return `<path transform="translate(${at(end)}) rotate(${angle})" d="M0 0l-9 -4.5v9z" fill="${colour}"/>`
}

interface Legend {
  readonly width: number
  readonly parts: readonly string[]
}

/** One sample for each kind of line and each role in the picture. */
function legendOf(layout: Layout): Legend {
  const inner = layout.states.flatMap(({ state }) => state.inner)
  const used = new Set([...layout.cards.map(({ card }) => card.origin), ...inner.map(({ origin }) => origin)])
  const parts: string[] = []
  let x = 20
  const label = (words: string) => {
    parts.push(text(x, 54, words, 'legend'))
    x += widthOf(words, STYLES.legend) + 24
  }
  for (const origin of Object.keys(ORIGINS) as Origin[]) {
    if (!used.has(origin)) continue
    parts.push(
      renderLine(
        [
          { x, y: 50 },
          { x: x + 34, y: 50 },
        ],
        origin,
        true,
      ),
    )
    x += 42
    label(ORIGINS[origin].meaning)
  }
  if (inner.length > 0) {
    parts.push(renderLoop(x, 42, 'plain'))
    x += 19
    label('stays in the state')
  }
  return { width: x - 24, parts }
}

function text(x: number, y: number, words: string, style: Style): string {
  const { size, bold, mono, italic, colour } = STYLES[style]
  const face = [
    `font-size="${size}"`,
    `fill="${colour}"`,
    ...(bold ? ['font-weight="bold"'] : []),
    ...(italic ? ['font-style="italic"'] : []),
    ...(mono ? ['font-family="monospace"'] : []),
  ]
  return `<text x="${num(x)}" y="${num(y)}" ${face.join(' ')}>${escape(words)}</text>`
}

function rect({ x, y, width, height }: Box, radius: number, rest: string): string {
  return `<rect x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" rx="${radius}" ${rest}/>`
}

function dashed(dash: string): string {
  return dash === '' ? '' : ` stroke-dasharray="${dash}"`
}

function at({ x, y }: Point): string {
  return `${num(x)} ${num(y)}`
}

function num(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
