import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runJourney } from '../journey'
import { pageStyle } from '../view/page/pageStyle'
import { pageHtml } from '../view/pageHtml'
import { listFiles, loadJourney, writeOutput } from './files'
import type { Style } from './output'
import { provisionsScript } from './provisionsScript'
import { UsageError } from './usageError'

/** The script of the page; the build puts it beside this program. */
const pageScript = (): string => readFileSync(fileURLToPath(new URL('./page.js', import.meta.url)), 'utf8')

/** Prints the page, or writes it to a file. */
export async function viewCommand(
  names: string[],
  { out, provisions }: { out?: string; provisions?: string },
  style: Style,
  print: (line: string) => void,
): Promise<number> {
  const journeys = listFiles(names).map((file) => {
    const journey = loadJourney(file)
    const [issue] = runJourney(journey, { registrations: style.registrations }).issues
    if (issue) throw new UsageError(`${file}: ${issue.path || '.'}: ${issue[style.lang]}`)
    return journey
  })
  const page = pageHtml({
    script: pageScript(),
    style: pageStyle,
    provisions: provisions === undefined ? undefined : await provisionsScript(provisions),
    journeys,
    lang: style.lang,
  })
  if (out === undefined) print(page.trimEnd())
  else writeOutput(out, page, style, print)
  return 0
}
