import type { LocalizedText } from '../../src'
import { type ChartState, type ChartTransition, chart } from '../../src/view/chart'
import { mermaid } from '../../src/view/mermaid'
import { cited, type Lang, link, type Page, pages, target } from './page'

const title: LocalizedText = { zh: '状态', en: 'The states' }

const words = {
  intro: {
    zh: '一次报名从注册到取得证书可能处于的状态。每个阶段一幅图；⊘ 后的数字是可能拒绝该事项的规则数。',
    en: 'The states of a registration, from the account to the certificate, with a diagram of each stage. The number after ⊘ is the number of rules that may refuse the event.',
  },
  everywhere: { zh: '任何状态下', en: 'In every state' },
  waits: { zh: '等待', en: 'waits for' },
  accepts: { zh: '可办', en: 'accepts' },
}

const acting: Record<string, LocalizedText> = {
  candidateActs: { zh: '等待考生', en: 'the candidate acts next' },
  officeActs: { zh: '等待考试机构', en: 'the office acts next' },
  outsideActs: { zh: '等待外部系统', en: 'an outside system acts next' },
  clockActs: { zh: '等待时限', en: 'time passes' },
  ended: { zh: '已终结', en: 'it has ended' },
}

function arrowsOf(path: string, lang: Lang): string[] {
  const own = chart().transitions.filter(({ from }) => from === path)
  const deadlines = own.flatMap(({ trigger }) => (trigger.kind === 'deadline' ? [trigger] : []))
  const events = own.flatMap(({ trigger, branches }: ChartTransition) =>
    trigger.kind === 'event' && branches.length > 0 ? [trigger.type] : [],
  )
  const waits = deadlines.map(({ name, title: called }) => `${called[lang]} \`${name}\``)
  const accepted = events.map((type) => link('events', type, lang))
  return [
    ...(waits.length > 0 ? [`- ${words.waits[lang]}: ${waits.join(' · ')}`] : []),
    ...(accepted.length > 0 ? [`- ${words.accepts[lang]}: ${accepted.join(' · ')}`] : []),
  ]
}

function entry({ path, title: name, description, cites, tags }: ChartState, lang: Lang): string {
  const actor = [...new Set(tags)].flatMap((tag) => acting[tag]?.[lang] ?? [])
  return [
    target(path),
    `${path.includes('.') ? '###' : '##'} \`${path}\` ${name[lang]}`,
    '',
    [...actor, cited(cites, lang)].filter(Boolean).join(' · '),
    '',
    ...(lang === 'en' ? [description, ''] : []),
    ...(path.includes('.') ? [] : ['```mermaid', mermaid({ state: path, lang }).trimEnd(), '```', '']),
    ...arrowsOf(path, lang),
    '',
  ].join('\n')
}

/** All states of the machine, stage by stage. */
export function statePages(): Page[] {
  return pages('states', title, (lang) =>
    [
      `${words.intro[lang]}\n`,
      '```mermaid',
      mermaid({ lang }).trimEnd(),
      '```\n',
      ...chart().states.map((state) => entry(state, lang)),
      `## ${words.everywhere[lang]}\n`,
      ...arrowsOf('', lang),
    ].join('\n'),
  )
}
