import type { Language, LocalizedText } from '../language'
import type { Issue } from '../schema/issues'
import { issueLine } from './output'

/** A usage error. The command line prints its message without a stack trace and exits with 2. */
export class UsageError extends Error {
  constructor(
    readonly en: string,
    readonly zh = en,
  ) {
    super(en)
  }
}

/** An error that lists every issue of a file below a heading. */
export function invalidFileError(file: string, heading: LocalizedText, issues: readonly Issue[]): UsageError {
  const message = (lang: Language) =>
    [`${file}: ${heading[lang]}`, ...issues.map((issue) => issueLine(issue, lang))].join('\n')
  return new UsageError(message('en'), message('zh'))
}
