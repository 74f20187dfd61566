import { guide, regionShape } from '../guide'
import type { GuideItem, GuideKind, Region } from '../model/region'
import { read } from '../schema/issues'
import { titles } from '../titles'
import { malformed, readJson } from './files'
import { momentIn } from './journeyMoment'
import { clockTime, punctuation, type Style, sections } from './output'
import { phrases } from './phrases'

const kinds: GuideKind[] = ['document', 'note', 'link', 'hotline']

/** Reads what a city tells its candidates, or says every mistake in it. */
function readRegion(file: string): Region {
  const { data, issues } = read(regionShape(), readJson(file))
  if (issues === undefined) return data
  throw malformed(file, phrases.noRegion, issues)
}

function itemLines(item: GuideItem, { lang, colors }: Style): string[] {
  const { id, title, phone, hours, email, url, cites } = item
  const reached = [phone, hours?.[lang], email, url].filter((one) => one !== undefined)
  return [
    `  ${title[lang]} ${colors.dim(id)} ${sections(cites, lang)}`,
    ...(reached.length > 0 ? [`    ${reached.join('  ')}`] : []),
  ]
}

/** Tells what people are told at a moment of a journey: what to bring, what to know, where to look, whom to call. */
export function guideCommand(
  file: string,
  options: { at?: string; region?: string; json?: boolean },
  style: Style,
  print: (line: string) => void,
): number {
  const { lang, colors } = style
  const region = options.region === undefined ? undefined : readRegion(options.region)
  const { snapshot, at } = momentIn(file, options.at)
  const items = guide(snapshot, region)
  if (options.json) {
    print(JSON.stringify({ at, state: snapshot.value, items }, null, 2))
    return 0
  }
  const { colon, comma } = punctuation
  const states = titles.states(snapshot.value).map(({ path, title }) => `${title[lang]} ${colors.dim(path)}`)
  const chapters = kinds.flatMap((kind) => {
    const own = items.filter((item) => item.kind === kind)
    if (own.length === 0) return []
    return ['', colors.bold(phrases[kind][lang]), ...own.flatMap((item) => itemLines(item, style))]
  })
  print(
    [
      `${clockTime(at)}  ${phrases.state[lang]}${colon[lang]}${states.join(comma[lang])}`,
      ...(chapters.length > 0 ? chapters : ['', phrases.untold[lang]]),
    ].join('\n'),
  )
  return 0
}
