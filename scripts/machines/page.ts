import { drawChart, type Drawable } from './draw.ts'

const HEAD = `# State machines

Every picture here is drawn from the definition of a machine in \`machines/\` by \`npm run docs:machines\`; a test fails
when one is stale. Open a picture by itself to read it in full size.

- A box is a state: its title, its id in the code, the RFC section it comes from, then what happens on entry and exit
  and the transitions that stay in it, marked by a small arrow that turns back.
- A label on a line is a transition: the role that takes it, **the event**, \`[the guard]\`, \`/ the effects\`, and the
  source. Transitions between the same two states share a label, as do equal ones into the same state. Where a label
  of an extension belongs to more than four states it lists them instead of being joined to each by a line.
- Solid blue is the v0.5 chart, dashed brown an extension that it needs to run, dotted violet a projection: an edge of
  the v0.5 chart that another machine takes. A machine that is no part of the v0.5 chart is drawn in grey.
- A black dot leads to the state that is entered first; a double border is a final state; a thick one holds regions
  that are active at once.
`

/** The files of docs/machines by name: a picture of each chart, and the page that shows them. */
export async function renderPages(charts: readonly Drawable[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const chart of charts) files.set(`${chart.name}.svg`, await drawChart(chart))
  const shown = charts.map(({ name, title }) => `## ${title}\n\n![${title}](${name}.svg)\n`)
  return files.set('README.md', [HEAD, ...shown].join('\n'))
}
