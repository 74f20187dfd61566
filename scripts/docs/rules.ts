import { type LocalizedText, type RuleId, ruleIds, rules } from '../../src'
import { type NamedJourney, ruleCoverage } from '../../src/trace'
import { cited, type Lang, type Page, pages, target } from './page'

const title: LocalizedText = { zh: '规则', en: 'The rules' }

const kinds: Record<string, LocalizedText> = {
  refusal: { zh: '要求：不符合即拒绝', en: 'requirement: refuses an event that does not meet it' },
  branch: { zh: '分支：决定下一步走向', en: 'branch: chooses the transition' },
  intake: { zh: '受理：先于状态机判定', en: 'intake: checked before the machine runs' },
  advice: { zh: '建议：不影响受理', en: 'advice: never refuses' },
}

const words = {
  intro: {
    zh: '每条规则的编号、依据，以及给考生的说明。编号是公开接口，可在代码和日志中使用。',
    en: 'Every rule with its id, its § and its message to the applicant. Ids are a public API: use them in code and logs.',
  },
  refusing: { zh: '不符合的例子', en: 'refuses in' },
  passing: { zh: '符合的例子', en: 'passes in' },
}

/** The first three journeys, as links. */
const examples = (names: readonly string[]): string =>
  names
    .slice(0, 3)
    .map((name) => `[${name.replace(/^.*\//, '').replace('.json', '')}](../${name})`)
    .join(' · ')

/** All rules, grouped by the first part of their ids. */
export function rulePages(journeys: readonly NamedJourney[]): Page[] {
  const sides = ruleCoverage(journeys) as Partial<Record<RuleId, { refusing: string[]; passing: string[] }>>
  const entry = (id: RuleId, lang: Lang): string => {
    const { kind, cites, title: name, message } = rules[id]
    const { refusing = [], passing = [] } = sides[id] ?? {}
    return [
      target(id),
      `### \`${id}\` ${name[lang]}`,
      '',
      `${cited(cites, lang)} · ${kinds[kind]?.[lang]}`,
      '',
      `> ${message[lang]}`,
      '',
      ...(refusing.length > 0 ? [`- ${words.refusing[lang]}: ${examples(refusing)}`] : []),
      ...(passing.length > 0 ? [`- ${words.passing[lang]}: ${examples(passing)}`] : []),
      '',
    ].join('\n')
  }
  const areas = [...new Set(ruleIds.map((id) => (id.includes('.') ? id.replace(/\..*/, '') : '')))]
  const branches: LocalizedText = { zh: '分支', en: 'Branches' }
  return pages('rules', title, (lang) =>
    [
      `${words.intro[lang]}\n`,
      ...areas.flatMap((area) => [
        `## ${area === '' ? branches[lang] : area}\n`,
        ...ruleIds
          .filter((id) => (id.includes('.') ? id.replace(/\..*/, '') : '') === area)
          .map((id) => entry(id, lang)),
      ]),
    ].join('\n'),
  )
}
