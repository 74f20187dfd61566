import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import type { Language, LocalizedText } from '../language'
import { chart } from './chart'
import type { Size } from './geometry'
import { SignAt } from './map/drawingParts'
import { layoutMap } from './map/layoutMap'
import { MapPicture } from './map/MapPicture'
import { inlineColours, pictureStyle } from './map/mapStyle'
import { StagePicture } from './stage/StagePicture'
import { drawingOf, stageDrawings } from './stage/stageDrawings'
import { stageLayouts } from './stage/stageLayouts'
import { stageStyle } from './stage/stageStyle'
import { textWidth } from './text'

/** The options of an SVG file. */
export type SvgOptions = {
  /** The path of a state, to draw its stage; by default the map. */
  state?: string
  /** The language of the texts; `zh` by default. */
  lang?: Language
  /** Whether to draw all stages below the map. */
  all?: boolean
}

const legendTexts = {
  title: { zh: '报名全流程', en: 'A registration, from account to certificate' },
  acts: { zh: '谁来办下一步：', en: 'Who acts next:' },
  candidate: { zh: '考生', en: 'candidate' },
  office: { zh: '考试机构', en: 'office' },
  outside: { zh: '外部系统', en: 'outside system' },
  clock: { zh: '等时间到', en: 'time' },
  commitment: { zh: '告知承诺制', en: 'commitment' },
  proof: { zh: '提交证明材料', en: 'proof first' },
  refusal: { zh: 'n 条可能拒绝的规则', en: 'n rules that may refuse' },
} as const satisfies Record<string, LocalizedText>

const margin = 16
const legendHeight = 30

/** The title and the meaning of signs and lines. */
function Legend({ lang }: { lang: Language }) {
  const parts: ComponentChildren[] = []
  let x = 0
  const addText = (text: string, size: number, className: string, gap: number): void => {
    parts.push(
      <text x={x} y={16} font-size={size} class={className || undefined}>
        {text}
      </text>,
    )
    x += textWidth(text, size) + gap
  }
  addText(legendTexts.title[lang], 20, 'bold', 24)
  addText(legendTexts.acts[lang], 12, 'quiet', 8)
  for (const actor of ['candidate', 'office', 'outside', 'clock'] as const) {
    parts.push(<SignAt of={actor} x={x} y={16} size={12} />)
    x += 17
    addText(legendTexts[actor][lang], 12, '', 14)
  }
  for (const route of ['commitment', 'proof'] as const) {
    parts.push(<path class={`arrow route ${route}`} d={`M${x} 12h26`} />)
    x += 31
    addText(legendTexts[route][lang], 12, '', 14)
  }
  parts.push(<SignAt of="refusal" x={x} y={16} size={12} />)
  x += 16
  addText(legendTexts.refusal[lang], 12, '', 0)
  return <g class="drawing">{parts}</g>
}

type Part = Size & { readonly content: ComponentChildren }

function mapPart(lang: Language): Part {
  const layout = layoutMap(chart(), lang)
  const content = (
    <>
      <Legend lang={lang} />
      <g transform={`translate(0 ${legendHeight})`}>
        <MapPicture layout={layout} lang={lang} css="" />
      </g>
    </>
  )
  return { width: layout.width, height: layout.height + legendHeight, content }
}

function stagePart(state: string, lang: Language): Part {
  const drawing = drawingOf(state)
  const layout = drawing && stageLayouts[lang][drawing.name]
  if (layout === undefined) throw new RangeError(`There is no state ${state}`)
  const { width, height } = layout
  return { width, height, content: <StagePicture stage={state} lang={lang} css="" /> }
}

/** An SVG file of drawings below one another, on a white background. */
function svgFile(title: string, parts: readonly Part[]): string {
  const width = Math.ceil(Math.max(...parts.map((part) => part.width)) + 2 * margin)
  const height = Math.ceil(parts.reduce((sum, part) => sum + part.height + margin, margin))
  let y = 0
  const groups = parts.map(({ height, content }) => {
    y += margin
    const group = <g transform={`translate(${margin} ${y})`}>{content}</g>
    y += height
    return group
  })
  const file = render(
    <svg xmlns="http://www.w3.org/2000/svg" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <title>{title}</title>
      <style>{inlineColours(pictureStyle + stageStyle)}</style>
      <rect width={width} height={height} fill="#fff" />
      {groups}
    </svg>,
  )
  return `${file}\n`
}

/**
 * Draws the map, or the stage of a state, as a self-contained SVG file in light colours.
 *
 * @returns the text of the file
 * @throws RangeError if there is no such state
 */
export function svg({ state, lang = 'zh', all = false }: SvgOptions = {}): string {
  const first = state === undefined ? mapPart(lang) : stagePart(state, lang)
  const stages = all && state === undefined ? stageDrawings.map(({ name }) => stagePart(name, lang)) : []
  return svgFile(legendTexts.title[lang], [first, ...stages])
}
