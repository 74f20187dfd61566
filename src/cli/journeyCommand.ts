import type { JourneyRun } from '../journey'
import { titleIn } from '../journeyFormat'
import { listFiles } from './files'
import type { Style } from './output'
import { runJourneyFile } from './runJourneyFile'
import { failureLines, tellJourney } from './tellJourney'
import { UsageError } from './usageError'

type JourneyCommandOptions = { tell?: boolean; json?: boolean; ids?: boolean }

/** With ids, which the author of the journey needs to correct it. */
function failedStepLines(run: JourneyRun, plain: Style): string[] {
  const style = { ...plain, ids: true }
  const { lang } = style
  return run.steps.flatMap((step, i) => {
    if (step.failures.length === 0) return []
    const number = lang === 'zh' ? `第 ${i + 1} 步` : `step ${i + 1}`
    return [
      `  ${number}  ${step.step.at}  ${step.step.type}`,
      ...step.failures.flatMap((failure) => failureLines(failure, step, style)),
    ]
  })
}

/** Runs one of several files. A file that cannot be run does not keep the others from running. */
function tryRunning(
  file: string,
  isOneOfMany: boolean,
  { registrations }: Style,
): ReturnType<typeof runJourneyFile> | UsageError {
  try {
    return runJourneyFile(file, registrations)
  } catch (error) {
    if (isOneOfMany && error instanceof UsageError) return error
    throw error
  }
}

/**
 * Runs journey files.
 * @returns the exit code: 0 if every expectation holds, otherwise 1
 */
export function journeyCommand(
  names: string[],
  options: JourneyCommandOptions,
  plain: Style,
  print: (line: string) => void,
): number {
  const style = { ...plain, ids: options.ids }
  const { lang, colors } = style
  let failed = 0
  const results: unknown[] = []
  const files = listFiles(names)
  for (const file of files) {
    const runOrError = tryRunning(file, files.length > 1, style)
    if (runOrError instanceof UsageError) {
      failed += 1
      const issues = runOrError[lang]
      if (options.json) results.push({ file, passed: false, error: issues })
      else print(`${colors.red('✗')} ${issues}`)
      continue
    }
    const { journey, run } = runOrError
    if (!run.passed) failed += 1
    if (options.json) results.push({ file, ...run })
    else if (options.tell) print([...tellJourney(journey, run, style), ''].join('\n'))
    else {
      const mark = run.passed ? colors.green('✓') : colors.red('✗')
      print(
        [`${mark} ${titleIn(run.title, lang)} ${colors.dim(file)}`, ...failedStepLines(run, style)].join(
          '\n',
        ),
      )
    }
  }
  if (options.json) print(JSON.stringify(results, null, 2))
  else {
    const passed = files.length - failed
    const passedText = {
      zh: `${passed} 份过程符合期望`,
      en: `${passed} ${passed === 1 ? 'journey' : 'journeys'} went as expected`,
    }
    const failedText = { zh: `，${failed} 份不符合期望`, en: `, ${failed} did not` }
    print(`${passedText[lang]}${failed > 0 ? colors.red(failedText[lang]) : ''}`)
  }
  return failed > 0 ? 1 : 0
}
