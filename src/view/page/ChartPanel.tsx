import { useMemo } from 'preact/hooks'
import { chart } from '../chart'
import { layoutMap } from '../map/layoutMap'
import { MapPicture } from '../map/MapPicture'
import { StageList } from '../map/StageList'
import { StagePicture } from '../stage/StagePicture'
import type { LookupTarget } from './lookup'
import { type Lang, pageTexts } from './pageTexts'

type Props = {
  lang: Lang
  stretch: string | undefined
  lit: readonly string[]
  visited: readonly string[]
  /** Without the endings, where something else needs the room. */
  small: boolean
  onStretch: (stretch: string | undefined) => void
  onThing: (thing: LookupTarget) => void
}

/** The whole as a map, or one stretch of it; as a list for narrow screens and for those who listen. */
export function ChartPanel({ lang, stretch, lit, visited, small, onStretch, onThing }: Props) {
  const layout = useMemo(() => layoutMap(chart(), lang), [lang])
  const onState = (id: string) => onThing({ kind: 'state', id })
  const onRule = (id: string) => onThing({ kind: 'rule', id })
  if (stretch !== undefined) {
    return (
      <div class="picture">
        <button type="button" class="back" onClick={() => onStretch(undefined)}>
          ← {pageTexts.back[lang]}
        </button>
        <StagePicture
          stage={stretch}
          lang={lang}
          active={lit}
          onState={onState}
          onRule={onRule}
          onStage={onStretch}
        />
      </div>
    )
  }
  return (
    <>
      <div class="picture wide">
        <MapPicture
          layout={layout}
          lang={lang}
          active={lit}
          visited={visited}
          withBars={!small}
          onState={onState}
          onRule={onRule}
          onStage={onStretch}
        />
      </div>
      <div class="narrow">
        <StageList lang={lang} active={lit} onState={onState} />
      </div>
    </>
  )
}
