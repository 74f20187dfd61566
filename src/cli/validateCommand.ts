import { listFiles, readJourney, readJson, WrongUse } from './files'
import { type FileKind, fileKinds, kindOf, mistakesIn } from './mistakes'
import { issueLine, type Style } from './output'
import { phrases } from './phrases'

type Options = { as?: FileKind; exam?: string; json?: boolean }

/** Files that a journey names are read with it; any other file stands for itself. */
function contentOf(file: string, as: FileKind | undefined): { kind: FileKind; value: unknown } {
  const plain = readJson(file)
  const kind = as ?? kindOf(plain)
  if (kind === undefined) {
    throw new WrongUse(
      `${file}: neither ${fileKinds.join(', ')}; say which with --as`,
      `${file}: 不属于 ${fileKinds.join('、')}，请以 --as 指明`,
    )
  }
  return { kind, value: kind === 'journey' && plain instanceof Object ? readJourney(file) : plain }
}

/**
 * Checks files of data.
 * @returns the exit code: 0 where all are sound, 1 where one holds a mistake, 2 where one cannot even be read
 */
export function validateCommand(
  names: string[],
  { as, exam, json }: Options,
  { lang, colors }: Style,
  print: (line: string) => void,
): number {
  const given = exam === undefined ? undefined : readJson(exam)
  let unreadable = 0
  const results = listFiles(names).map((file) => {
    try {
      const { kind, value } = contentOf(file, as)
      return { file, kind, mistakes: mistakesIn(kind, value, given) }
    } catch (error) {
      if (!(error instanceof WrongUse)) throw error
      // The others are checked all the same.
      unreadable += 1
      const [zh, en] = [error.zh, error.en].map((said) => said.replace(`${file}: `, '')) as [string, string]
      return { file, kind: undefined, mistakes: [{ path: '', zh, en }] }
    }
  })
  if (json) print(JSON.stringify(results, null, 2))
  else {
    for (const { file, kind, mistakes } of results) {
      const mark = mistakes.length === 0 ? colors.green('✓') : colors.red('✗')
      print(`${mark} ${file} ${kind ? colors.dim(phrases[kind][lang]) : ''}`.trimEnd())
      for (const mistake of mistakes) print(issueLine(mistake, lang))
    }
  }
  if (unreadable > 0) return 2
  return results.some(({ mistakes }) => mistakes.length > 0) ? 1 : 0
}
