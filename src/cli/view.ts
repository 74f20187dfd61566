import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runJourney } from '../journey'
import { html } from '../view/html'
import { style as dress } from '../view/page/style'
import { listFiles, readJourney, WrongUse } from './files'
import { phrases } from './language'
import type { Style } from './output'

/** The program of the page, which is built beside this one. */
const script = (): string => readFileSync(fileURLToPath(new URL('./page.js', import.meta.url)), 'utf8')

/** Writes the page into a file, or prints it. */
export function viewCommand(
  names: string[],
  { out }: { out?: string },
  { lang }: Style,
  print: (line: string) => void,
): number {
  const journeys = listFiles(names).map((file) => {
    const journey = readJourney(file)
    const [issue] = runJourney(journey).issues
    if (issue) throw new WrongUse(`${file}: ${issue.path || '.'}: ${issue[lang]}`)
    return journey
  })
  const page = html({ script: script(), style: dress, journeys, lang })
  if (out === undefined) {
    print(page.trimEnd())
    return 0
  }
  try {
    writeFileSync(out, page)
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    throw new WrongUse(`${out}: cannot be written (${code})`, `${out}: 无法写入（${code}）`)
  }
  print(`${phrases.written[lang]} ${out}`)
  return 0
}
