import type { AnyStateMachine } from 'xstate'
import { layOut } from './layout.ts'
import { readMachine } from './read.ts'
import { renderSvg } from './svg.ts'

/** A machine to draw; `name` is its file's name, `title` stands above the picture. */
export interface Drawable {
  readonly name: string
  readonly title: string
  readonly machine: AnyStateMachine
}

/** The picture of a machine as an SVG file. The same machine gives the same bytes. */
export async function drawChart({ title, machine }: Drawable): Promise<string> {
  return renderSvg(title, await layOut(readMachine(machine)))
}
