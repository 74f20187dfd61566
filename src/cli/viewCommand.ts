import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runJourney } from '../journey'
import { html } from '../view/html'
import { style as sheet } from '../view/page/pageStyle'
import { listFiles, readJourney, WrongUse, writeOut } from './files'
import type { Style } from './output'

/** The program of the page, which is built beside this one. */
const script = (): string => readFileSync(fileURLToPath(new URL('./page.js', import.meta.url)), 'utf8')

/** Writes the page into a file, or prints it. */
export function viewCommand(
  names: string[],
  { out }: { out?: string },
  style: Style,
  print: (line: string) => void,
): number {
  const journeys = listFiles(names).map((file) => {
    const journey = readJourney(file)
    const [issue] = runJourney(journey).issues
    if (issue) throw new WrongUse(`${file}: ${issue.path || '.'}: ${issue[style.lang]}`)
    return journey
  })
  const page = html({ script: script(), style: sheet, journeys, lang: style.lang })
  if (out === undefined) print(page.trimEnd())
  else writeOut(out, page, style, print)
  return 0
}
