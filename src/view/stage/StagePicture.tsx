import type { Language } from '../../language'
import { chart } from '../chart'
import { isWithin, stageOf } from '../chartQueries'
import { arrowheadPath, linePath, type Point, shortenEnd } from '../geometry'
import { Pressable, SignAt } from '../map/drawingParts'
import { pictureStyle } from '../map/mapStyle'
import { drawingOf } from './stageDrawings'
import { type GraphEdge, type GraphNode, stageGraph } from './stageGraph'
import { type StageLayout, stageLayouts } from './stageLayouts'
import { fontSize, lineSize, type StageLine, stageSizes } from './stageLines'
import { stageStyle } from './stageStyle'

/** The properties of the drawing of a stage. */
export type StageProps = {
  /** The name of a stage; the drawing may show further stages of the same column. */
  readonly stage: string
  readonly lang: Language
  /** The paths of the active states. */
  readonly active?: readonly string[]
  readonly hidden?: boolean
  /** The style sheet; that of the page by default. */
  readonly css?: string
  readonly onState?: (path: string) => void
  readonly onRule?: (id: string) => void
  /** Called with the name of another stage. */
  readonly onStage?: (name: string) => void
}

type DrawnProps = StageProps & { readonly layout: StageLayout }

/** A stage as SVG, with every condition and every rule that may refuse. */
export function StagePicture(props: StageProps) {
  const { stage, lang, hidden = false, css = pictureStyle + stageStyle } = props
  const name = drawingOf(stage)?.name ?? ''
  const layout = stageLayouts[lang][name]
  if (layout === undefined) return null
  const { width, height } = layout
  const { nodes, edges } = stageGraph(name, chart(), lang)
  const drawn = { ...props, layout }
  const title = nodes[0]?.title ?? ''
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has a label; a title would be a tooltip of the whole drawing
    <svg
      class="drawing stage"
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      lang={lang === 'zh' ? 'zh-CN' : 'en'}
      {...(hidden ? { 'aria-hidden': 'true' } : { role: 'group', 'aria-label': title })}
    >
      <style>{css}</style>
      {nodes.map((node) => (
        <FramePicture key={node.id} node={node} {...drawn} />
      ))}
      {edges.map((edge) => (
        <EdgeLine key={edge.id} edge={edge} layout={layout} />
      ))}
      {nodes.map((node) => (
        <NodePicture key={node.id} node={node} {...drawn} />
      ))}
      {edges.map((edge) => (
        <EdgeLabel key={edge.id} edge={edge} {...drawn} />
      ))}
    </svg>
  )
}

/** The frame of a state with children, and the frames inside it. */
function FramePicture({ node, layout, ...props }: { node: GraphNode } & DrawnProps) {
  const box = layout.boxes[node.id]
  if (node.kind !== 'frame' || box === undefined) return null
  const [x, y, width, height] = box
  return (
    <g class="frame" data-state={node.id === '*' ? props.stage : node.id}>
      <rect class="body" x={x} y={y} width={width} height={height} rx={8} />
      <text class="bold" x={x + 12} y={y + 19} font-size={stageSizes.title}>
        {node.title}
      </text>
      {node.children.map((child) => (
        <FramePicture key={child.id} node={child} layout={layout} {...props} />
      ))}
    </g>
  )
}

function EdgeLine({ edge, layout }: { edge: GraphEdge; layout: StageLayout }) {
  const points = layout.edges[edge.id]?.points ?? []
  if (points.length < 2) return null
  return (
    <g>
      <path class="arrow" d={linePath(shortenEnd(points, 5))} />
      <path class="tip" d={arrowheadPath(points, 7)} />
    </g>
  )
}

function NodePicture(props: { node: GraphNode } & DrawnProps) {
  const { node, layout, active = [], onState, onRule, onStage } = props
  if (node.kind === 'frame') {
    return (
      <>
        {node.children.map((child) => (
          <NodePicture key={child.id} {...props} node={child} />
        ))}
      </>
    )
  }
  const [x, y, width, height] = layout.boxes[node.id] ?? [0, 0, 0, 0]
  const isActive = active.some((path) => isWithin(path, node.id))
  const openStage = node.kind === 'pill' && onStage ? () => onStage(stageOf(node.id)) : undefined
  const press = openStage ?? (onState && (() => onState(node.id)))
  const sign = node.kind === 'ending' ? 'end' : node.shape
  const kind = { state: 'card', pill: 'pill', ending: 'ending onhead', frame: '' }[node.kind]
  return (
    <Pressable state={node.id} onPress={press} class={`${kind} of-${sign} ${isActive ? 'active' : ''}`}>
      <title>{node.hint}</title>
      <rect class="body" x={x} y={y} width={width} height={height} rx={node.kind === 'state' ? 6 : 13} />
      <SignAt
        of={sign}
        x={x + 10}
        y={y + (node.kind === 'state' ? 18 : 17)}
        size={node.kind === 'state' ? 12 : 10}
      />
      <text
        class={node.kind === 'ending' ? 'onhead' : node.kind === 'state' ? 'bold' : undefined}
        x={x + 27}
        y={y + (node.kind === 'state' ? 19 : 17.5)}
        font-size={node.kind === 'state' ? stageSizes.title : stageSizes.event}
      >
        {node.title}
      </text>
      <LabelLines of={node.inside} x={x + 8} y={y + 25} {...(onRule && { onRule })} />
    </Pressable>
  )
}

function EdgeLabel({ edge, layout, onRule }: { edge: GraphEdge } & DrawnProps) {
  const [x, y]: Point = layout.edges[edge.id]?.label ?? [0, 0]
  return (
    <g class="label" data-edge={edge.id}>
      <rect class="body" x={x} y={y} width={edge.width} height={edge.height} rx={3} />
      <LabelLines of={edge.lines} x={x + stageSizes.pad} y={y} {...(onRule && { onRule })} />
    </g>
  )
}

type LabelLinesProps = { of: readonly StageLine[]; x: number; y: number; onRule?: (id: string) => void }

function LabelLines({ of, x, y, onRule }: LabelLinesProps) {
  let top = y + stageSizes.pad - 3
  return (
    <>
      {of.map((line, i) => {
        const { width, height } = lineSize(line)
        const base = top + 12
        top += height
        const press = line.kind === 'refusal' && onRule ? () => onRule(line.rule) : undefined
        return (
          <Pressable key={`${i} ${line.texts[0]}`} onPress={press} class={`line ${line.kind}`}>
            {press && <rect class="body" x={x - 2} y={base - 12} width={width + 4} height={height} rx={2} />}
            {line.kind === 'event' && <SignAt of={line.shape} x={x} y={base} />}
            {line.kind === 'refusal' && <SignAt of="refusal" x={x} y={base} />}
            {line.texts.map((text, row) => (
              <text
                key={text}
                x={x + stageSizes.icon}
                y={base + row * stageSizes.more}
                font-size={fontSize(line.kind)}
                class={toneClasses[line.kind]}
              >
                {text}
              </text>
            ))}
          </Pressable>
        )
      })}
    </>
  )
}

const toneClasses = { event: undefined, condition: 'quiet', refusal: 'refused light' } as const
