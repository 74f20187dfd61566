import type { LocalizedText } from '../../src'
import { type ChartArrow, type ChartState, chart } from '../../src/view/chart'
import { mermaid } from '../../src/view/mermaid'
import { cited, type Lang, link, type Page, pages, place } from './page'

const title: LocalizedText = { zh: '状态', en: 'The states' }

const words = {
  intro: {
    zh: '一次报名从账号到证书所处的状态。每一段一幅图；⊘ 后是可能据以拒绝的规则数。',
    en: 'Where a registration stands, from the account to the certificate. A picture for each stretch of the path; the number after ⊘ says how many rules may refuse.',
  },
  everywhere: { zh: '任何状态下', en: 'Wherever it stands' },
  waits: { zh: '等待', en: 'waits for' },
  takes: { zh: '可办', en: 'takes' },
}

const acting: Record<string, LocalizedText> = {
  candidateActs: { zh: '等待考生', en: 'the candidate acts next' },
  officeActs: { zh: '等待考试机构', en: 'the office acts next' },
  outsideActs: { zh: '等待外部系统', en: 'somebody outside acts next' },
  clockActs: { zh: '等待时限', en: 'time passes' },
  ended: { zh: '已结束', en: 'it has ended' },
}

function arrowsOf(path: string, lang: Lang): string[] {
  const own = chart().arrows.filter(({ from }) => from === path)
  const deadlines = own.flatMap(({ trigger }) => (trigger.kind === 'deadline' ? [trigger] : []))
  const events = own.flatMap(({ trigger, ways }: ChartArrow) =>
    trigger.kind === 'event' && ways.length > 0 ? [trigger.type] : [],
  )
  const waits = deadlines.map(({ name, title: called }) => `${called[lang]} \`${name}\``)
  const taken = events.map((type) => link('events', type, lang))
  return [
    ...(waits.length > 0 ? [`- ${words.waits[lang]}: ${waits.join(' · ')}`] : []),
    ...(taken.length > 0 ? [`- ${words.takes[lang]}: ${taken.join(' · ')}`] : []),
  ]
}

function entry({ path, title: name, description, cites, tags }: ChartState, lang: Lang): string {
  const who = [...new Set(tags)].flatMap((tag) => acting[tag]?.[lang] ?? [])
  return [
    place(path),
    `${path.includes('.') ? '###' : '##'} \`${path}\` ${name[lang]}`,
    '',
    [...who, cited(cites, lang)].filter(Boolean).join(' · '),
    '',
    ...(lang === 'en' ? [description, ''] : []),
    ...(path.includes('.') ? [] : ['```mermaid', mermaid({ state: path, lang }).trimEnd(), '```', '']),
    ...arrowsOf(path, lang),
    '',
  ].join('\n')
}

/** Every state of the machine, stretch by stretch. */
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
