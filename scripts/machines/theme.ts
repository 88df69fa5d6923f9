import type { Origin } from './model.ts'
import type { Face } from './text.ts'

interface Line {
  readonly colour: string
  readonly tint: string
  readonly dash: string
  readonly meaning: string
}

/** Told apart by colour and by line style. */
export const ORIGINS: Readonly<Record<Origin, Line>> = {
  'v0.5': { colour: '#1d4ed8', tint: '#eff6ff', dash: '', meaning: 'v0.5 chart' },
  extension: { colour: '#b45309', tint: '#fffbeb', dash: '7 4', meaning: 'extension' },
  projection: { colour: '#7e22ce', tint: '#faf5ff', dash: '2 4', meaning: 'projection of another machine' },
  plain: { colour: '#334155', tint: '#f8fafc', dash: '', meaning: 'transition' },
}

export const ROLE_COLOURS: Readonly<Record<string, string>> = {
  RR: '#0f766e',
  SR: '#be123c',
  CT: '#4338ca',
}

export const INK = '#0f172a'
export const FAINT = '#64748b'
export const PAPER = '#ffffff'
export const BORDER = '#94a3b8'

export type Style =
  'heading' | 'title' | 'id' | 'event' | 'guard' | 'effect' | 'caption' | 'source' | 'chip' | 'legend'

interface Setting extends Face {
  readonly colour: string
  readonly italic?: boolean
  /** From one baseline to the next. */
  readonly leading: number
}

export const STYLES: Readonly<Record<Style, Setting>> = {
  heading: { size: 20, bold: true, colour: INK, leading: 26 },
  title: { size: 14, bold: true, colour: INK, leading: 18 },
  id: { size: 11, mono: true, colour: FAINT, leading: 15 },
  event: { size: 11.5, bold: true, colour: INK, leading: 15 },
  guard: { size: 11, colour: '#6d28d9', leading: 14 },
  effect: { size: 11, colour: INK, leading: 14 },
  caption: { size: 11, italic: true, colour: '#334155', leading: 14 },
  source: { size: 10, colour: FAINT, leading: 13 },
  chip: { size: 9.5, bold: true, colour: PAPER, leading: 13 },
  legend: { size: 12, colour: '#334155', leading: 16 },
}
