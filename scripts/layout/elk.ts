import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js'
import { type BoxTuple, type Point, roundTenth } from '../../src/view/geometry'
import type { GraphEdge, GraphNode, StageGraph } from '../../src/view/stage/stageGraph'
import type { StageLayout } from '../../src/view/stage/stageLayouts'

const rootOptions = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.thoroughness': '100',
  'elk.layered.spacing.nodeNodeBetweenLayers': '10',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '8',
  'elk.spacing.edgeLabel': '2',
  'elk.layered.spacing.edgeNodeBetweenLayers': '8',
  'elk.padding': '[top=4,left=4,bottom=4,right=4]',
}

function elkNode(node: GraphNode): ElkNode {
  const { id, kind, width, height, children } = node
  if (kind === 'frame') {
    const layoutOptions = { 'elk.padding': '[top=32,left=14,bottom=14,right=14]' }
    return { id, layoutOptions, children: children.map(elkNode) }
  }
  const layoutOptions = kind === 'state' ? {} : { 'elk.layered.layering.layerConstraint': 'LAST' }
  return { id, width, height, layoutOptions }
}

function elkEdge({ id, from, to, forward, width, height }: GraphEdge): ElkExtendedEdge {
  return {
    id,
    sources: [from],
    targets: [to],
    // Without this, nested groups are laid out from bottom to top.
    ...(forward && { layoutOptions: { 'elk.layered.priority.direction': '10' } }),
    labels: [{ text: id, width, height, layoutOptions: { 'elk.edgeLabels.inline': 'true' } }],
  }
}

const rounded = (number = 0): number => roundTenth(number)

/** Lays out a graph with ELK; deterministic. */
export async function layoutGraph({ nodes, edges }: StageGraph): Promise<StageLayout> {
  const elk = new ELK()
  const graph: ElkNode = await elk.layout({
    id: 'root',
    layoutOptions: rootOptions,
    children: nodes.map(elkNode),
    edges: edges.map(elkEdge),
  })
  const boxes: Record<string, BoxTuple> = {}
  const origins: Record<string, Point> = { root: [0, 0] }
  const visit = (node: ElkNode, left: number, top: number): void => {
    for (const child of node.children ?? []) {
      const x = left + (child.x ?? 0)
      const y = top + (child.y ?? 0)
      origins[child.id] = [x, y]
      boxes[child.id] = [rounded(x), rounded(y), rounded(child.width), rounded(child.height)]
      visit(child, x, y)
    }
  }
  visit(graph, 0, 0)
  const lines: StageLayout['edges'] = {}
  for (const edge of graph.edges ?? []) {
    // ELK's coordinates of an edge are relative to the common container of its ends.
    const [left, top] = origins[(edge as { container?: string }).container ?? 'root'] ?? [0, 0]
    const point = ({ x, y }: { x: number; y: number }): Point => [rounded(x + left), rounded(y + top)]
    const points = (edge.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) =>
      [startPoint, ...bendPoints, endPoint].map(point),
    )
    const [label] = edge.labels ?? []
    lines[edge.id] = { points, label: point({ x: label?.x ?? 0, y: label?.y ?? 0 }) }
  }
  return { width: rounded(graph.width), height: rounded(graph.height), boxes, edges: lines }
}
