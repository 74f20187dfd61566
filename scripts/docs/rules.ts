import { type LocalizedText, type RuleId, ruleIds, rules } from '../../src'
import { type NamedJourney, ruleCoverage } from '../../src/trace'
import { cited, type Lang, type Page, pages, place } from './page'

const title: LocalizedText = { zh: '规则', en: 'The rules' }

const kinds: Record<string, LocalizedText> = {
  refusal: { zh: '要求：不符合即拒绝', en: 'requirement: what does not meet it is refused' },
  branch: { zh: '分支：决定走哪条路', en: 'fork: it chooses the way' },
  intake: { zh: '受理：在状态机之前判断', en: 'intake: judged before the machine' },
  advice: { zh: '建议：不影响受理', en: 'advice: it stands in nobody’s way' },
}

const words = {
  intro: {
    zh: '每条规则的编号、依据，以及告知考生的话。编号是公开接口，可在代码和日志中使用。',
    en: 'Each rule by its id, what it rests on, and what an applicant is told. Ids are public: use them in code and logs.',
  },
  stands: { zh: '不符合的例子', en: 'shown refusing' },
  passes: { zh: '符合的例子', en: 'shown passing' },
}

/** The names of some journeys, as links. */
const some = (names: readonly string[]): string =>
  names
    .slice(0, 3)
    .map((name) => `[${name.replace(/^.*\//, '').replace('.json', '')}](../${name})`)
    .join(' · ')

/** Every rule, by its area. */
export function rulePages(journeys: readonly NamedJourney[]): Page[] {
  const sides = ruleCoverage(journeys) as Partial<Record<RuleId, { refusing: string[]; passing: string[] }>>
  const entry = (id: RuleId, lang: Lang): string => {
    const { kind, cites, title: name, message } = rules[id]
    const { refusing = [], passing = [] } = sides[id] ?? {}
    return [
      place(id),
      `### \`${id}\` ${name[lang]}`,
      '',
      `${cited(cites, lang)} · ${kinds[kind]?.[lang]}`,
      '',
      `> ${message[lang]}`,
      '',
      ...(refusing.length > 0 ? [`- ${words.stands[lang]}: ${some(refusing)}`] : []),
      ...(passing.length > 0 ? [`- ${words.passes[lang]}: ${some(passing)}`] : []),
      '',
    ].join('\n')
  }
  const areas = [...new Set(ruleIds.map((id) => (id.includes('.') ? id.replace(/\..*/, '') : '')))]
  const forks: LocalizedText = { zh: '分支', en: 'Forks' }
  return pages('rules', title, (lang) =>
    [
      `${words.intro[lang]}\n`,
      ...areas.flatMap((area) => [
        `## ${area === '' ? forks[lang] : area}\n`,
        ...ruleIds
          .filter((id) => (id.includes('.') ? id.replace(/\..*/, '') : '') === area)
          .map((id) => entry(id, lang)),
      ]),
    ].join('\n'),
  )
}
