import { regionShapeWith } from '../guide'
import { clockTime, punctuation } from '../labels'
import type { GuideItem, GuideKind, Region } from '../model/region'
import { read } from '../schema/issues'
import { readJson } from './files'
import { journeyMoment } from './journeyMoment'
import { citationText, idText, type Style, titlesOfStates } from './output'
import { phrases } from './phrases'
import { invalidFileError } from './usageError'

const kinds: GuideKind[] = ['document', 'note', 'link', 'hotline']

/** Reads the file of a region, and those of the regions that it inherits from and that are not bundled. */
function readRegions(files: readonly string[]): Region[] {
  // `regionShapeWith` looks up their codes and items; what is wrong in them is reported below.
  const contents = files.map(readJson) as Region[]
  return contents.map((content, i) => {
    const { data, issues } = read(regionShapeWith(contents.slice(1)), content)
    if (issues === undefined) return data
    throw invalidFileError(files[i] ?? '', phrases.notARegion, issues)
  })
}

function itemLines(item: GuideItem, style: Style): string[] {
  const { lang } = style
  const { id, title, phone, hours, email, url, cites } = item
  const contact = [phone, hours?.[lang], email, url].filter((part) => part !== undefined)
  return [
    `  ${title[lang]}${idText(id, style)} ${citationText(cites, lang)}`,
    ...(contact.length > 0 ? [`    ${contact.join('  ')}`] : []),
  ]
}

/** Prints the guidance for candidates at a moment of a journey: documents, notes, sites and hotlines. */
export function guideCommand(
  file: string,
  options: { at?: string; region?: string[]; json?: boolean; ids?: boolean },
  plain: Style,
  print: (line: string) => void,
): number {
  const style = { ...plain, ids: options.ids }
  const { lang, colors } = style
  const region = options.region === undefined ? undefined : readRegions(options.region)
  const { snapshot, at } = journeyMoment(file, options.at, style)
  const items = style.registrations.guide(snapshot, region, at)
  if (options.json) {
    print(JSON.stringify({ at, state: snapshot.value, items }, null, 2))
    return 0
  }
  const lines = kinds.flatMap((kind) => {
    const ofKind = items.filter((item) => item.kind === kind)
    if (ofKind.length === 0) return []
    return ['', colors.bold(phrases[kind][lang]), ...ofKind.flatMap((item) => itemLines(item, style))]
  })
  print(
    [
      `${clockTime(at)}  ${phrases.state[lang]}${punctuation.colon[lang]}${titlesOfStates(snapshot, style)}`,
      ...(lines.length > 0 ? lines : ['', phrases.noGuidance[lang]]),
    ].join('\n'),
  )
  return 0
}
