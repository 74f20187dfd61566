import { readdirSync } from 'node:fs'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { beforeAll, describe, expect, it } from 'vitest'
import { layouts } from '../../scripts/layout'
import { rules } from '../../src'
import { diagramCommand } from '../../src/cli/diagramCommand'
import { styleFor } from '../../src/cli/output'
import { chart } from '../../src/view/chart'
import { stageOf } from '../../src/view/chartQueries'
import { stateChanges } from '../../src/view/map/stateChanges'
import { StagePicture } from '../../src/view/stage/StagePicture'
import { drawingOf, stageDrawings } from '../../src/view/stage/stageDrawings'
import { type GraphEdge, type GraphNode, stageGraph } from '../../src/view/stage/stageGraph'
import { stageLayouts } from '../../src/view/stage/stageLayouts'
import { lineSize, stageSizes } from '../../src/view/stage/stageLines'
import { svg } from '../../src/view/svg'
import { inProject, readText } from '../support/files'
import { type Area, crosses, inside, ofBox, ofLine, overlaps } from './boxes'

const { states, transitions } = chart()
const leaves = states.filter(({ kind }) => kind === 'atomic').map(({ path }) => path)
const sorted = (list: Iterable<string>): string[] => [...list].sort()

const flat = (node: GraphNode): GraphNode[] => [node, ...node.children.flatMap(flat)]

it('the stored layouts of the stages are current (npm run layout updates them)', async () => {
  expect(await layouts()).toEqual(stageLayouts)
})

it('each stage is in one drawing', () => {
  const inDrawings = stageDrawings.flatMap(({ stages }) => stages)
  expect(sorted(inDrawings)).toEqual(sorted(new Set(leaves.map(stageOf))))
  expect(drawingOf('notPassed.open')?.name).toBe('notPassed')
  expect(drawingOf('nowhere')).toBeUndefined()
})

it('the source does not use the layout engine', () => {
  const files = readdirSync(inProject('src'), { recursive: true, encoding: 'utf8' })
  const guilty = files.filter((file) => /\.tsx?$/.test(file) && readText(`src/${file}`).includes('elkjs'))
  expect(guilty).toEqual([])
})

const each = (['zh', 'en'] as const).flatMap((lang) => stageDrawings.map(({ name }) => [name, lang] as const))

describe.each(each)('the drawing of %s in %s', (name, lang) => {
  const { nodes, edges } = stageGraph(name, chart(), lang)
  const layout = stageLayouts[lang][name]
  const all = nodes.flatMap(flat)
  const stages = stageDrawings.find((drawing) => drawing.name === name)?.stages ?? []
  const isInside = (path: string): boolean => stages.includes(stageOf(path))
  let boxes: Area[] = []
  let labels: Area[] = []
  let lines: { edge: GraphEdge; segments: Area[] }[] = []

  beforeAll(() => {
    const boxOf = ({ id }: GraphNode): Area => {
      const [x = 0, y = 0, width = 0, height = 0] = layout?.boxes[id] ?? []
      return ofBox(id, { x, y, width, height })
    }
    boxes = all.filter(({ kind }) => kind !== 'frame').map(boxOf)
    labels = edges.map(({ id, width, height }) => {
      const [x, y] = layout?.edges[id]?.label ?? [0, 0]
      return ofBox(`label ${id}`, { x, y, width, height })
    })
    lines = edges.map((edge) => ({ edge, segments: ofLine(edge.id, layout?.edges[edge.id]?.points ?? []) }))
  })

  it('has every state once, and every state change that starts in one of them', () => {
    const shown = all.filter(({ kind }) => kind === 'state').map(({ id }) => id)
    expect(sorted(shown)).toEqual(sorted(leaves.filter(isInside)))
    const drawn = new Set(edges.flatMap(({ changes }) => changes))
    const own = stateChanges(chart()).filter(({ transition: { from } }) => from !== '' && isInside(from))
    expect(own.filter(({ key }) => !drawn.has(key)).map(({ key }) => key)).toEqual([])
    const known = new Set(stateChanges(chart()).map(({ key }) => key))
    expect([...drawn].filter((key) => !known.has(key))).toEqual([])
    const places = new Set(all.map(({ id }) => id))
    expect(edges.filter(({ from, to }) => !places.has(from) || !places.has(to))).toEqual([])
  })

  it('names every refusal rule on each edge that it can block', () => {
    const own = transitions.filter(({ from }) => from !== '' && isInside(from))
    const missing = own.flatMap(({ from, branches, trigger }) =>
      branches.flatMap(({ target, refusals }) => {
        if (target === undefined || target === from || trigger.kind !== 'event') return []
        const edge = edges.find(({ to, lines }) => {
          const leads = to === target || to.startsWith(`${target}.`)
          const texts = lines.flatMap((line) =>
            line.kind === 'event' ? line.texts.join(lang === 'zh' ? '' : ' ') : [],
          )
          return leads && texts.includes(trigger.title[lang])
        })
        const named = edge?.lines.flatMap((line) => (line.kind === 'refusal' ? line.rule : [])) ?? []
        return refusals
          .filter((rule) => !named.includes(rule))
          .map((rule) => `${from} ${trigger.type} ${rule}`)
      }),
    )
    expect(missing).toEqual([])
  })

  it('fits on a screen, and contains every element', () => {
    expect(layout?.width).toBeLessThanOrEqual(1690)
    expect(layout?.height).toBeLessThanOrEqual(1212)
    const whole = ofBox('', { x: 0, y: 0, width: layout?.width ?? 0, height: layout?.height ?? 0 })
    const strays = [...boxes, ...labels, ...lines.flatMap(({ segments }) => segments)]
    expect(strays.filter((one) => !inside(one, whole))).toEqual([])
  })

  it('has no overlapping boxes or labels, and no text wider than its box', () => {
    expect(overlaps([...boxes, ...labels])).toEqual([])
    const wide = [...edges, ...all].flatMap((one) => {
      const texts = 'lines' in one ? one.lines : one.inside
      return texts.filter((line) => lineSize(line).width > one.width - stageSizes.pad)
    })
    expect(wide).toEqual([])
  })

  it('draws every line without crossing a box or the label of another line', () => {
    const bent = lines.filter(({ segments }) => segments.length === 0)
    expect(bent).toEqual([])
    const over = lines.flatMap(({ edge, segments }) => {
      const others = [...boxes, ...labels].filter(({ name }) => name !== `label ${edge.id}`)
      return segments.flatMap((segment) =>
        others.filter((one) => crosses(segment, one)).map((one) => `${edge.id} over ${one.name}`),
      )
    })
    expect(over).toEqual([])
  })

  it('renders every state and every refusal as a button', () => {
    const html = render(h(StagePicture, { stage: name, lang, onState: () => {}, onRule: () => {} }))
    const silent = leaves
      .filter(isInside)
      .filter((path) => !html.includes(`data-state="${path}" role="button"`))
    expect(silent).toEqual([])
    const refusals = [...edges.flatMap(({ lines }) => lines), ...all.flatMap((node) => node.inside)].filter(
      (line) => line.kind === 'refusal',
    )
    expect(html.match(/class="line refusal" role="button"/g) ?? []).toHaveLength(refusals.length)
    expect(html).not.toContain(' class>')
  })
})

describe('svg', () => {
  it('returns the map, a stage or all drawings as a self-contained file', () => {
    const map = svg({ lang: 'en' })
    expect(map).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 1440 \d+"/)
    expect(map).toContain("'Noto Sans CJK SC'")
    expect(map).not.toMatch(/var\(|class>|href|<script/)
    const paying = svg({ state: 'paying.awaiting' })
    expect(paying).toContain('待缴费')
    expect(paying).toContain(rules['payment.window'].title.zh)
    const all = svg({ all: true })
    expect(leaves.filter((path) => all.split(`data-state="${path}"`).length < 3)).toEqual([])
    expect(() => svg({ state: 'nowhere' })).toThrow('There is no state nowhere')
    let printed = ''
    const style = styleFor('en', {}, {})
    expect(diagramCommand({ format: 'svg', state: 'marking' }, style, (line) => (printed += line))).toBe(0)
    expect(`${printed}\n`).toBe(svg({ state: 'marking', lang: 'en' }))
  })
})
