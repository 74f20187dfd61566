import { useMemo } from 'preact/hooks'
import type { Language } from '../../language'
import { chart } from '../chart'
import { layoutMap } from '../map/layoutMap'
import { MapPicture } from '../map/MapPicture'
import { StageList } from '../map/StageList'
import { StagePicture } from '../stage/StagePicture'
import type { LookupTarget } from './lookup'
import { pageTexts } from './pageTexts'

type Props = {
  lang: Language
  stage: string | undefined
  active: readonly string[]
  visited: readonly string[]
  withBars: boolean
  onStage: (stage: string | undefined) => void
  onDetails: (target: LookupTarget) => void
}

/** The map, or one stage; a list replaces the map on narrow screens. */
export function ChartPanel({ lang, stage, active, visited, withBars, onStage, onDetails }: Props) {
  const layout = useMemo(() => layoutMap(chart(), lang), [lang])
  const onState = (id: string) => onDetails({ kind: 'state', id })
  const onRule = (id: string) => onDetails({ kind: 'rule', id })
  if (stage !== undefined) {
    return (
      <div class="picture">
        <button type="button" class="back" onClick={() => onStage(undefined)}>
          ← {pageTexts.back[lang]}
        </button>
        <StagePicture
          stage={stage}
          lang={lang}
          active={active}
          onState={onState}
          onRule={onRule}
          onStage={onStage}
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
          active={active}
          visited={visited}
          withBars={withBars}
          onState={onState}
          onRule={onRule}
          onStage={onStage}
        />
      </div>
      <div class="narrow">
        <StageList lang={lang} active={active} onState={onState} />
      </div>
    </>
  )
}
