import type { LocalizedText } from '../language'

export type Language = 'zh' | 'en'

/** The language asked for, or else that of the locale: Chinese where it is Chinese, English otherwise. */
export function chooseLanguage(asked: string | undefined, env: NodeJS.ProcessEnv): Language {
  const locale = asked ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG || '')
  return locale.startsWith('zh') ? 'zh' : 'en'
}

/** What `--lang` says, read before anything else so that help and wrong use are told in it too. */
export function languageAsked(args: readonly string[]): string | undefined {
  const given = args.flatMap((arg, i) => {
    if (arg === '--lang') return [args[i + 1]]
    return arg.startsWith('--lang=') ? [arg.slice('--lang='.length)] : []
  })
  return given.filter((lang) => lang === 'zh' || lang === 'en').at(-1)
}

/** The words of the command line itself. */
export const phrases = {
  opened: { zh: '开启报名', en: 'registration opened' },
  notPlayed: { zh: '过程无法执行', en: 'the journey cannot be played' },
  possible: { zh: '现在可办', en: 'Possible now' },
  instead: { zh: '可以改办', en: 'possible instead' },
  nothing: { zh: '无', en: 'nothing' },
  until: { zh: '至', en: 'until' },
  notPossible: { zh: '现在不可办', en: 'Not possible now' },
  deadlines: { zh: '将到的时限', en: 'Deadlines ahead' },
  state: { zh: '状态', en: 'State' },
  expected: { zh: '期望', en: 'expected' },
  got: { zh: '实际', en: 'got' },
  accepted: { zh: '受理', en: 'accepted' },
  refused: { zh: '拒绝', en: 'refused' },
  noFacts: { zh: '没有结果', en: 'no facts' },
  fact: { zh: '结果', en: 'the fact' },
  noFact: { zh: '不应有结果', en: 'no fact' },
  badLines: { zh: '行有误', en: 'bad lines' },
  ofNobody: { zh: '行查无此报名', en: 'of no such registration' },
  dryRun: { zh: '试运行，未保存：', en: 'dry run, nothing stored: ' },
  nothingSent: {
    zh: '未提交任何一行。请改正后重试，或以 --skip-bad 跳过有误的行。',
    en: 'Nothing was sent. Mend the lines, or leave them out with --skip-bad.',
  },
  owedBack: { zh: '须退款', en: 'is owed back' },
  wasOwedBack: { zh: '当时须退款', en: 'was found to be owed back' },
  acceptedLines: { zh: '行受理', en: 'accepted' },
  refusedLines: { zh: '行拒绝', en: 'refused' },
  doneLines: { zh: '行已处理过', en: 'done before' },
  doneBefore: { zh: '已处理过', en: 'done before' },
  remaining: { zh: '剩余', en: 'left' },
  working: { zh: '开始处理时限与结果', en: 'working: deadlines and facts' },
  untilStopped: { zh: '在浏览器中打开；按 Ctrl-C 结束', en: 'Open it in a browser; Ctrl-C ends.' },
  stopped: { zh: '已停止', en: 'stopped' },
  document: { zh: '材料', en: 'To bring or upload' },
  note: { zh: '提示', en: 'Good to know' },
  link: { zh: '网站', en: 'Sites' },
  hotline: { zh: '电话', en: 'Hotlines' },
  untold: {
    zh: '没有该地的指引；请以 --region 给出。',
    en: 'Nothing is known of this place; give it with --region.',
  },
  noExam: { zh: '不是考试文件', en: 'not an exam' },
  noRegion: { zh: '不是地区文件', en: 'not a region' },
  tables: { zh: '数据表版本', en: 'tables at version' },
  rules: { zh: '规则', en: 'rules' },
  states: { zh: '状态', en: 'states' },
  guide: { zh: '指引', en: 'guide' },
  journeys: { zh: '过程', en: 'journeys' },
  nothingRests: { zh: '没有：', en: 'nothing: ' },
  sectionsCovered: { zh: '节已有内容以其为依据', en: 'sections have something that rests on them' },
  exam: { zh: '考试', en: 'exam' },
  notice: { zh: '报考通知', en: 'notice' },
  region: { zh: '地区', en: 'region' },
  journey: { zh: '过程', en: 'journey' },
  written: { zh: '已写入', en: 'written to' },
  policy: { zh: '本库约定', en: 'policy' },
} satisfies Record<string, LocalizedText>
