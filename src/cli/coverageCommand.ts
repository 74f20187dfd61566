import type { Journey } from '../journeyFormat'
import { hasBasis, type NamedJourney, type TracedSection, trace } from '../trace'
import { listFiles, loadJourney } from './files'
import type { Style } from './output'
import { phrases } from './phrases'

function basisLines({ rules, states, guide, journeys }: TracedSection, { lang, colors }: Style): string[] {
  const groups: [keyof typeof phrases, string[]][] = [
    ['rules', rules],
    ['states', states],
    ['guide', guide],
    ['journeys', journeys],
  ]
  return groups
    .filter(([, names]) => names.length > 0)
    .map(([group, names]) => `  ${colors.dim(phrases[group][lang])} ${names.join(' · ')}`)
}

/** Prints each section of the official text with everything that cites it, or the reason why nothing does. */
export function coverageCommand(
  folders: string[],
  options: { json?: boolean },
  style: Style,
  print: (line: string) => void,
): number {
  const journeys = listFiles(folders).map((file): NamedJourney => [file, loadJourney(file) as Journey])
  const sections = trace(journeys)
  if (options.json) {
    print(JSON.stringify(sections, null, 2))
    return 0
  }
  const { lang, colors } = style
  for (const section of sections) {
    const noBasis = hasBasis(section)
      ? []
      : [`  ${phrases.noBasis[lang]}${section.reason?.[lang] ?? ''}`.trimEnd()]
    print(
      [
        `${colors.bold(`§${section.number}`)} ${section.heading[lang]}`,
        ...noBasis,
        ...basisLines(section, style),
      ].join('\n'),
    )
  }
  const covered = sections.filter(hasBasis).length
  print(`${covered}/${sections.length} ${phrases.sectionsCovered[lang]}`)
  return 0
}
