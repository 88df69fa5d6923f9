/** How text is set: the size in pixels and what changes its width. */
export interface Face {
  readonly size: number
  readonly bold?: boolean
  readonly mono?: boolean
}

/** Widths in em of a wide sans-serif face, so that text fits whatever face the reader's machine has. */
const WIDTHS: readonly (readonly [characters: RegExp, em: number])[] = [
  [/[ijl|'.,:;!]/, 0.3],
  [/[ ftrI()[\]/-]/, 0.4],
  [/[mwMW→…]/, 0.98],
  [/[OQGDHNU]/, 0.8],
  [/[A-Z]/, 0.69],
  [/[0-9a-z_]/, 0.62],
]

/** The width of a text in pixels, from above. */
export function widthOf(text: string, face: Face): number {
  const em = face.mono
    ? text.length * 0.61
    : Array.from(text, widthOfCharacter).reduce((sum, em) => sum + em, 0)
  return em * face.size * (face.bold ? 1.1 : 1)
}

function widthOfCharacter(character: string): number {
  return WIDTHS.find(([characters]) => characters.test(character))?.[1] ?? 0.85
}

/** Breaks a text at spaces, or within a word that is longer than a line. */
export function wrap(text: string, face: Face, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap(each => pieces(each, face, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer, face) > width) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** A word in pieces that fit: broken before a capital or behind an underscore or dot where that is possible. */
function pieces(word: string, face: Face, width: number): readonly string[] {
  if (widthOf(word, face) <= width) return [word]
  const parts = word.split(/(?<=[_.])|(?=[A-Z][a-z])/)
  const fitting = parts.length > 1 ? parts : Array.from(word)
  const found: string[] = []
  for (const part of fitting) {
    const longer = (found.at(-1) ?? '') + part
    if (found.length > 0 && widthOf(longer, face) <= width) found[found.length - 1] = longer
    else found.push(part)
  }
  return found
}
