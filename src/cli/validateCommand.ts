import { detectFileKind, type FileKind, fileIssues, fileKinds, isJsonObject } from './fileIssues'
import { listFiles, loadJourney, readJson } from './files'
import { issueLine, type Style } from './output'
import { phrases } from './phrases'
import { UsageError } from './usageError'

type ValidateOptions = { as?: FileKind; exam?: string; json?: boolean }

/** Reads a file; for a journey, also the files that it names. */
function readContent(file: string, as: FileKind | undefined): { kind: FileKind; value: unknown } {
  const value = readJson(file)
  const kind = as ?? detectFileKind(value)
  if (kind === undefined) {
    throw new UsageError(
      `${file}: neither ${fileKinds.join(', ')}; say which with --as`,
      `${file}: 不属于 ${fileKinds.join('、')}，请以 --as 指明`,
    )
  }
  return { kind, value: kind === 'journey' && value instanceof Object ? loadJourney(file) : value }
}

/**
 * Validates data files.
 * @returns the exit code: 0 if all are valid, 1 if one is not, 2 if one cannot be read
 */
export function validateCommand(
  names: string[],
  { as, exam, json }: ValidateOptions,
  { lang, colors, registrations }: Style,
  print: (line: string) => void,
): number {
  const givenExam = exam === undefined ? undefined : readJson(exam)
  const contents = listFiles(names).map((file) => {
    try {
      return { file, ...readContent(file, as) }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      // An unreadable file does not stop the validation of the others.
      const prefix = `${file}: `
      return { file, unreadable: { zh: error.zh.replace(prefix, ''), en: error.en.replace(prefix, '') } }
    }
  })
  const given = (kind: FileKind): unknown[] =>
    contents.flatMap((content) => ('kind' in content && content.kind === kind ? [content.value] : []))
  const regions = given('region')
  /** The exam of a notice: that of `--exam`, or one of the files. */
  const examFor = (value: unknown): unknown =>
    givenExam ??
    given('exam').find(
      (one) => isJsonObject(one) && isJsonObject(value) && one.code !== undefined && one.code === value.exam,
    )
  const results = contents.map((content) =>
    'kind' in content
      ? {
          file: content.file,
          kind: content.kind,
          issues: fileIssues(content.kind, content.value, examFor(content.value), regions, registrations),
        }
      : { file: content.file, kind: undefined, issues: [{ path: '', ...content.unreadable }] },
  )
  if (json) print(JSON.stringify(results, null, 2))
  else {
    for (const { file, kind, issues } of results) {
      const mark = issues.length === 0 ? colors.green('✓') : colors.red('✗')
      print(`${mark} ${file} ${kind ? colors.dim(phrases[kind][lang]) : ''}`.trimEnd())
      for (const issue of issues) print(issueLine(issue, lang))
    }
  }
  if (results.some(({ kind }) => kind === undefined)) return 2
  return results.some(({ issues }) => issues.length > 0) ? 1 : 0
}
