import type { Journey } from '../journey'
import { hasBasis, type NamedJourney, type TracedSection, trace } from '../trace'
import { listFiles, readJourney } from './files'
import type { Style } from './output'
import { phrases } from './phrases'

function lines({ rules, states, guide, journeys }: TracedSection, { lang, colors }: Style): string[] {
  const parts: [keyof typeof phrases, string[]][] = [
    ['rules', rules],
    ['states', states],
    ['guide', guide],
    ['journeys', journeys],
  ]
  return parts
    .filter(([, things]) => things.length > 0)
    .map(([name, things]) => `  ${colors.dim(phrases[name][lang])} ${things.join(' · ')}`)
}

/** Prints the sections of the official text with what rests on each; where nothing does, why. */
export function coverageCommand(
  folders: string[],
  options: { json?: boolean },
  style: Style,
  print: (line: string) => void,
): number {
  const journeys = listFiles(folders).map((file): NamedJourney => [file, readJourney(file) as Journey])
  const traced = trace(journeys)
  if (options.json) {
    print(JSON.stringify(traced, null, 2))
    return 0
  }
  const { lang, colors } = style
  for (const one of traced) {
    const nothing = hasBasis(one)
      ? []
      : [`  ${phrases.nothingRests[lang]}${one.reason?.[lang] ?? ''}`.trimEnd()]
    print(
      [`${colors.bold(`§${one.number}`)} ${one.heading[lang]}`, ...nothing, ...lines(one, style)].join('\n'),
    )
  }
  const bare = traced.filter((one) => !hasBasis(one)).length
  print(`${traced.length - bare}/${traced.length} ${phrases.sectionsCovered[lang]}`)
  return 0
}
