import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import type { LocalizedText } from '../language'
import { chart } from './chart'
import { layoutMap } from './map/layoutMap'
import { MapPicture } from './map/MapPicture'
import { pictureStyle, inlineColours } from './map/mapStyle'
import { SignAt } from './map/parts'
import { drawingOf, stageDrawings } from './stage/stageDrawings'
import { stageLayouts } from './stage/stageLayouts'
import { StagePicture } from './stage/StagePicture'
import type { Size } from './stage/stageLines'
import { stageStyle } from './stage/stageStyle'
import { textWidth } from './text'

/** What to draw. */
export type SvgOptions = {
  /** The path of a state, whose stretch is drawn; by default the map. */
  state?: string
  /** Chinese unless told otherwise. */
  lang?: keyof LocalizedText
  /** Below the map every stretch. */
  all?: boolean
}

const legendTexts = {
  title: { zh: '报名全流程', en: 'A registration, from account to certificate' },
  acts: { zh: '谁来办下一步：', en: 'Who moves next:' },
  candidate: { zh: '考生', en: 'candidate' },
  office: { zh: '考试机构', en: 'office' },
  outside: { zh: '外部系统', en: 'outside system' },
  clock: { zh: '等时间到', en: 'time' },
  commitment: { zh: '告知承诺制', en: 'commitment' },
  proof: { zh: '提交证明', en: 'proof first' },
  refusal: { zh: 'n 条可能拒绝的规定', en: 'n rules that may refuse' },
} as const satisfies Record<string, LocalizedText>

const margin = 16
const headHeight = 30

/** What the colours, shapes and lines mean, in one line. */
function Legend({ lang }: { lang: keyof LocalizedText }) {
  const parts: ComponentChildren[] = []
  let x = 0
  const say = (text: string, size: number, name: string, gap: number): void => {
    parts.push(
      <text x={x} y={16} font-size={size} class={name || undefined}>
        {text}
      </text>,
    )
    x += textWidth(text, size) + gap
  }
  say(legendTexts.title[lang], 20, 'bold', 24)
  say(legendTexts.acts[lang], 12, 'quiet', 8)
  for (const role of ['candidate', 'office', 'outside', 'clock'] as const) {
    parts.push(<SignAt of={role} x={x} y={16} size={12} />)
    x += 17
    say(legendTexts[role][lang], 12, '', 14)
  }
  for (const route of ['commitment', 'proof'] as const) {
    parts.push(<path class={`arrow route ${route}`} d={`M${x} 12h26`} />)
    x += 31
    say(legendTexts[route][lang], 12, '', 14)
  }
  parts.push(<SignAt of="refusal" x={x} y={16} size={12} />)
  x += 16
  say(legendTexts.refusal[lang], 12, '', 0)
  return <g class="drawing">{parts}</g>
}

type Part = Size & { readonly drawn: ComponentChildren }

function mapPart(lang: keyof LocalizedText): Part {
  const layout = layoutMap(chart(), lang)
  const drawn = (
    <>
      <Legend lang={lang} />
      <g transform={`translate(0 ${headHeight})`}>
        <MapPicture layout={layout} lang={lang} css="" />
      </g>
    </>
  )
  return { width: layout.width, height: layout.height + headHeight, drawn }
}

function stagePart(state: string, lang: keyof LocalizedText): Part {
  const drawing = drawingOf(state)
  const at = drawing && stageLayouts[lang][drawing.name]
  if (at === undefined) throw new RangeError(`There is no state ${state}`)
  return { width: at.width, height: at.height, drawn: <StagePicture stage={state} lang={lang} css="" /> }
}

/** Drawings below one another in a file of their own: with a margin, on paper. */
function svgFile(title: string, parts: readonly Part[]): string {
  const width = Math.ceil(Math.max(...parts.map((part) => part.width)) + 2 * margin)
  const height = Math.ceil(parts.reduce((sum, part) => sum + part.height + margin, margin))
  let y = 0
  const placed = parts.map(({ height, drawn }) => {
    y += margin
    const group = <g transform={`translate(${margin} ${y})`}>{drawn}</g>
    y += height
    return group
  })
  const drawn = render(
    <svg xmlns="http://www.w3.org/2000/svg" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <title>{title}</title>
      <style>{inlineColours(pictureStyle + stageStyle)}</style>
      <rect width={width} height={height} fill="#fff" />
      {placed}
    </svg>,
  )
  return `${drawn}\n`
}

/**
 * Draws the map, or the stretch that a state is in, as a file that needs nothing else.
 *
 * @returns the text of an SVG file, in light colours
 * @throws RangeError where there is no such state
 */
export function svg({ state, lang = 'zh', all = false }: SvgOptions = {}): string {
  const rest = all ? stageDrawings.map(({ name }) => stagePart(name, lang)) : []
  return svgFile(legendTexts.title[lang], state === undefined ? [mapPart(lang), ...rest] : [stagePart(state, lang)])
}
