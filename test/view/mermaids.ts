import mermaid from '../../quality/mermaid/index.mjs'

/** A parsed state diagram: all states with their notes, and the arrows. */
export type Parsed = {
  states: Map<string, { title: string; note: string | undefined }>
  arrows: { from: string; to: string; label: string }[]
}

type Node = { id: string; label?: string; shape: string; parentId?: string }
type Edge = { start: string; end: string; label?: string }

/** Parses with Mermaid. @throws if the text is not a valid state diagram */
export async function parsed(text: string): Promise<Parsed> {
  const { diagramType } = await mermaid.parse(text)
  if (diagramType !== 'stateDiagram') throw new Error(`a ${diagramType}`)
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text)
  const { nodes, edges } = (db as unknown as { getData(): { nodes: Node[]; edges: Edge[] } }).getData()
  const noteOf = ({ id }: Node) =>
    nodes.find(({ id: own, shape }) => shape === 'note' && own.startsWith(`${id}----`))
  const own = nodes.filter(({ shape }) => !['note', 'noteGroup', 'stateStart', 'divider'].includes(shape))
  return {
    states: new Map(own.map((node) => [node.id, { title: String(node.label), note: noteOf(node)?.label }])),
    arrows: edges
      .filter(({ start, end }) => own.some(({ id }) => id === start) && own.some(({ id }) => id === end))
      .map(({ start, end, label = '' }) => ({ from: start, to: end, label })),
  }
}
