import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { generatedPages } from '../scripts/docs'
import { ruleIds, rules } from '../src'
import { hasBasis, ruleCoverage, trace } from '../src/trace'
import { inProject, journeysIn, readText } from './support/files'

const journeys = journeysIn('examples/journeys')
const pages = generatedPages(journeys)

describe('the documentation', () => {
  it.each(pages.map(({ file, text }) => [file, text]))('%s matches the library', (file, text) => {
    // `npm run docs` writes it.
    if (process.env.UPDATE_DOCS) writeFileSync(inProject(file), text)
    else expect(readText(file)).toBe(text)
  })

  const files = ['README.md', 'README.zh.md', ...readdirSync(inProject('docs')).map((name) => `docs/${name}`)]
  const written = files.filter((file) => file.endsWith('.md'))

  it.each(written)('%s has no broken link', (file) => {
    const folder = file.includes('/') ? 'docs/' : ''
    const links = [...readText(file).matchAll(/\]\((?!https?:|mailto:)([^)#]*)(?:#([^)]*))?\)/g)]
    const broken = links.filter(([, path = '', place]) => {
      const target = path === '' ? file : new URL(`${folder}${path}`, 'file:///').pathname.slice(1)
      if (!existsSync(inProject(target))) return true
      if (place === undefined || !target.endsWith('.md')) return false
      const text = readText(target)
      const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      )
      return !text.includes(`<a id="${place}"></a>`) && !headings.includes(decodeURIComponent(place))
    })
    expect(broken.map(([link]) => link)).toEqual([])
  })
})

describe('the trace', () => {
  const traced = trace(journeys)

  it('gives a reason for every section without a rule, state or guide item', () => {
    expect(
      traced.filter((one) => !hasBasis(one) && one.reason === undefined).map(({ number }) => number),
    ).toEqual([])
  })

  it('gives no reason for a section with a rule, state or guide item', () => {
    expect(
      traced.filter((one) => hasBasis(one) && one.reason !== undefined).map(({ number }) => number),
    ).toEqual([])
  })

  it('contains every cited section', () => {
    const known = new Set<string>(['policy', ...traced.map(({ number }) => number)])
    const cites = [...ruleIds.flatMap((id) => rules[id].cites), ...journeys.flatMap(([, { cites }]) => cites)]
    expect(cites.filter((cite) => !known.has(cite))).toEqual([])
  })

  it('has a journey for every section with a refusal or branch rule', () => {
    const prescribing = traced.filter((one) =>
      one.rules.some((id) => rules[id].kind === 'refusal' || rules[id].kind === 'branch'),
    )
    expect(prescribing.filter((one) => one.journeys.length === 0).map(({ number }) => number)).toEqual([])
  })

  it('has, for every refusal rule, a journey that it refuses and one that passes it', () => {
    const sides = Object.entries(ruleCoverage(journeys))
    expect(sides.filter(([, { refusing }]) => refusing.length === 0).map(([rule]) => rule)).toEqual([])
    expect(sides.filter(([, { passing }]) => passing.length === 0).map(([rule]) => rule)).toEqual([])
  })
})
