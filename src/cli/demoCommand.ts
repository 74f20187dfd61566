import { runJourney } from '../journey'
import type { LocalizedText } from '../language'
import { demoJourney, demoNotes } from './demoJourney'
import { pad, type Style } from './output'
import { tellJourney } from './tellJourney'

const next: [command: string, what: LocalizedText][] = [
  [
    'baokao journey --tell examples/journeys/lives',
    { zh: '六份从头到尾的报名过程', en: 'six whole registrations, from account to certificate' },
  ],
  [
    'baokao rules commitment.withdraw-unpaid',
    { zh: '一条规则：条款、说明', en: 'one rule: its § and its message' },
  ],
  [
    'baokao explain examples/journeys/lives/1-a-whole-life.json --at 5',
    { zh: '此刻谁能办什么、到何时为止', en: 'what is possible now, for whom, and until when' },
  ],
  [
    'baokao view examples/journeys --out baokao.html',
    { zh: '一张网页：全流程图，可逐步播放', en: 'a page with the whole flow, to step through' },
  ],
]

const texts = {
  intro: {
    zh: '一份报名，每一行都是状态机的判定：何人何时办理何事，结果如何，依据哪一条。',
    en: 'One registration. Every line is a decision of the machine: who does what, when, with which result, by which §.',
  },
  next: { zh: '接下来可以看', en: 'What to try next' },
  code: {
    zh: '在代码中使用：README 中的第一个例子。',
    en: 'To use it in code, see the first example of the README.',
  },
} satisfies Record<string, LocalizedText>

/** Plays one short registration, and prints the meaning of each step and what to try next. */
export function demoCommand(style: Style, print: (line: string) => void): number {
  const { lang, colors } = style
  const run = runJourney(demoJourney)
  const width = Math.max(...next.map(([command]) => command.length)) + 6
  print(
    [
      colors.bold(texts.intro[lang]),
      '',
      ...tellJourney(demoJourney, run, style, demoNotes),
      '',
      colors.bold(texts.next[lang]),
      ...next.map(([command, what]) => `  ${pad(`npx ${command}`, width)}${what[lang]}`),
      '',
      texts.code[lang],
    ].join('\n'),
  )
  return run.passed ? 0 : 1
}
