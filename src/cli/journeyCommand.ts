import { type JourneyRun, titleIn } from '../journey'
import { listFiles } from './files'
import type { Style } from './output'
import { play } from './playJourney'
import { failureLines, tellJourney } from './tellJourney'

type Options = { tell?: boolean; json?: boolean }

const heading = (journey: unknown): { cites: string[]; open: string } =>
  journey as { cites: string[]; open: string }

function failedSteps(run: JourneyRun, style: Style): string[] {
  const { lang } = style
  return run.steps.flatMap((step, i) => {
    if (step.failures.length === 0) return []
    const name = lang === 'zh' ? `第 ${i + 1} 步` : `step ${i + 1}`
    return [
      `  ${name}  ${step.step.at}  ${step.step.type}`,
      ...step.failures.flatMap((failure) => failureLines(failure, step, style)),
    ]
  })
}

/**
 * Runs journey files.
 * @returns the exit code: 0 when every expectation held, 1 when one did not
 */
export function journeyCommand(
  names: string[],
  options: Options,
  style: Style,
  print: (line: string) => void,
): number {
  const { lang, colors } = style
  let failed = 0
  const results: unknown[] = []
  const files = listFiles(names)
  for (const file of files) {
    const { journey, run } = play(file)
    if (!run.passed) failed += 1
    if (options.json) results.push({ file, ...run })
    else if (options.tell) print([...tellJourney(run, heading(journey), style), ''].join('\n'))
    else {
      const mark = run.passed ? colors.green('✓') : colors.red('✗')
      print(
        [`${mark} ${titleIn(run.title, lang)} ${colors.dim(file)}`, ...failedSteps(run, style)].join('\n'),
      )
    }
  }
  if (options.json) print(JSON.stringify(results, null, 2))
  else {
    const fine = files.length - failed
    const went = {
      zh: `${fine} 份过程符合期望`,
      en: `${fine} ${fine === 1 ? 'journey' : 'journeys'} went as expected`,
    }
    const didNot = { zh: `，${failed} 份不符合期望`, en: `, ${failed} did not` }
    print(`${went[lang]}${failed > 0 ? colors.red(didNot[lang]) : ''}`)
  }
  return failed > 0 ? 1 : 0
}
