import { runJourney } from '../journey'
import type { LocalizedText } from '../language'
import { fill } from '../templates'
import { shanghaiDay, systemTime } from '../time'
import { demoOn } from './demoJourney'
import { pad, type Style } from './output'
import { tellJourney } from './tellJourney'
import { UsageError } from './usageError'

const next: [command: string, what: LocalizedText][] = [
  [
    'journey --tell examples/journeys/lives',
    { zh: '六份从头到尾的报名过程', en: 'six whole registrations, from account to certificate' },
  ],
  ['rules commitment.withdraw-unpaid', { zh: '一条规则：条款、说明', en: 'one rule: its § and its message' }],
  [
    'explain examples/journeys/lives/1-a-whole-life.json --at 5',
    { zh: '此刻谁能办什么、到何时为止', en: 'what is possible now, for whom, and until when' },
  ],
  [
    'view examples/journeys --out baokao.html',
    { zh: '一张网页：全流程图，可逐步播放', en: 'a page with the whole flow, to step through' },
  ],
]

const texts = {
  intro: {
    zh: '一份报名，每一行都是状态机的判定：何人何时办理何事，结果如何，依据哪一条。',
    en: 'One registration. Every line is a decision of the machine: who does what, when, with which result, by which §.',
  },
  notice: {
    zh: '报考通知是虚构的示例，{day} 正在报名。',
    en: 'The notice is an invented example, with registration open on {day}.',
  },
  next: { zh: '接下来可以看', en: 'What to try next' },
  code: {
    zh: '在代码中使用：README 中的第一个例子。',
    en: 'To use it in code, see the first example of the README.',
  },
} satisfies Record<string, LocalizedText>

/** The demonstration of a day; @throws UsageError if there is no such day */
function demoOf(today: string) {
  try {
    return demoOn(today)
  } catch {
    throw new UsageError(
      `--today ${today}: no such day; a day is YYYY-MM-DD, such as 2027-03-01`,
      `--today ${today}: 没有这一天；日期的格式为 YYYY-MM-DD，例如 2027-03-01`,
    )
  }
}

/**
 * Plays one short registration, and prints the meaning of each step and what to try next.
 * @param today the day on which it begins, `YYYY-MM-DD`; by default today in Shanghai
 */
export function demoCommand(
  style: Style,
  print: (line: string) => void,
  today = shanghaiDay(systemTime()),
  env: NodeJS.ProcessEnv = {},
): number {
  const { lang, colors } = style
  const { journey, notes } = demoOf(today)
  // In a clone, `npx` would first build and install the package once more.
  const program = env.npm_lifecycle_event === 'start' ? 'node dist/cli.js' : 'npx baokao'
  const run = runJourney(journey)
  const width = Math.max(...next.map(([command]) => `${program} ${command}`.length)) + 2
  print(
    [
      colors.bold(texts.intro[lang]),
      fill(texts.notice[lang], () => today),
      '',
      ...tellJourney(journey, run, style, notes),
      '',
      colors.bold(texts.next[lang]),
      ...next.map(([command, what]) => `  ${pad(`${program} ${command}`, width)}${what[lang]}`),
      '',
      texts.code[lang],
    ].join('\n'),
  )
  return run.passed ? 0 : 1
}
