import type { NamedJourney } from '../../src/trace'
import { hasBasis, type TracedSection, trace } from '../../src/trace'
import { type Lang, link, type Page, pages, target } from './page'

const words = {
  title: { zh: '从条文到代码', en: 'From the official text to the code' },
  intro: {
    zh: '条文指广州市人事考试机构发布的专业技术人员职业资格考试报考问答（一至十六），小节编号如 6.4.5 即“六、（四）5.”。本页列出条文的每一节，以及依据该节的规则、状态、指引和过程；不含条文原文，请与原文逐节对照阅读。',
    en: 'The official text is a list of questions and answers on professional qualification exams, in sixteen parts, which the exam office of Guangzhou publishes. Section 6.4.5 is 六、（四）5. This page lists every section with the rules, states, items of the guide and journeys that cite it. It does not contain the text itself: read both side by side.',
  },
  rules: { zh: '规则', en: 'rules' },
  states: { zh: '状态', en: 'states' },
  guide: { zh: '指引', en: 'guide' },
  journeys: { zh: '过程', en: 'journeys' },
  nothing: { zh: '没有：', en: 'none: ' },
}

const journeyLink = (name: string): string => {
  const file = name.slice(name.lastIndexOf('/') + 1).replace('.json', '')
  return `[${file}](../${name})`
}

function entry(traced: TracedSection, lang: Lang): string {
  const { number, heading, rules, states, guide, journeys, reason } = traced
  const lines: [keyof typeof words, string[]][] = [
    ['rules', rules.map((id) => link('rules', id, lang))],
    ['states', states.map((path) => link('states', path, lang))],
    ['guide', guide.map((item) => `\`${item}\``)],
    ['journeys', journeys.map(journeyLink)],
  ]
  const based = lines
    .filter(([, items]) => items.length > 0)
    .map(([name, items]) => `- ${words[name][lang]}: ${items.join(' · ')}`)
  const nothing = hasBasis(traced) || reason === undefined ? [] : [`- ${words.nothing[lang]}${reason[lang]}`]
  const depth = number.split(/[.(]/).length > 1 ? '###' : '##'
  return [target(`s-${number}`), `${depth} §${number} ${heading[lang]}`, '', ...nothing, ...based, ''].join(
    '\n',
  )
}

/** The sections of the official text, each with the rules, states, guide items and journeys based on it. */
export function lawPages(journeys: readonly NamedJourney[]): Page[] {
  const sections = trace(journeys)
  return pages('law', words.title, (lang) =>
    [`${words.intro[lang]}\n`, ...sections.map((traced) => entry(traced, lang))].join('\n'),
  )
}
