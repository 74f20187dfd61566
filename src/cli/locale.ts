import type { Language } from '../language'

/** The language of `--lang`, or that of the locale: Chinese for `zh*`, otherwise English. */
export function chooseLanguage(requested: string | undefined, env: NodeJS.ProcessEnv): Language {
  const locale = requested ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG || '')
  return locale.startsWith('zh') ? 'zh' : 'en'
}

/** Reads the value of `--lang` before commander runs, because help and usage errors depend on it too. */
export function requestedLanguage(args: readonly string[]): string | undefined {
  const given = args.flatMap((arg, i) => {
    if (arg === '--lang') return [args[i + 1]]
    return arg.startsWith('--lang=') ? [arg.slice('--lang='.length)] : []
  })
  return given.filter((lang) => lang === 'zh' || lang === 'en').at(-1)
}
