import { describe, expect, it } from 'vitest'
import places from '../../data/places.json'
import { type GuideItem, guide, notices, type Region, regionSchema, regions, type Snapshot } from '../../src'
import { fileIssues } from '../../src/cli/fileIssues'
import { regionShapeWith } from '../../src/guide'
import { read } from '../../src/schema/issues'
import { type GivenOptions, given, type StatePath } from '../../src/testing'
import { allStates } from '../support/actor'
import { examOf } from '../support/scenario'

const title = { zh: '提示', en: 'A note' }
const note = (id: string, changes: Partial<GuideItem> = {}): GuideItem => ({
  id,
  kind: 'note',
  title,
  cites: ['policy'],
  when: ['all'],
  ...changes,
})
const region = (code: string, changes: Partial<Region> = {}): Region => ({
  code,
  name: title,
  items: [],
  ...changes,
})

const idsOf = (items: readonly GuideItem[]): string[] => items.map(({ id }) => id)
const { snapshot } = given('filling.application')
const national = idsOf(guide(snapshot, regions['100000']))
const provincial = idsOf(guide(snapshot, regions['440000']))

const issuesOf = (value: Region, others: readonly Region[] = []) =>
  read(regionShapeWith(others), value).issues

/** An exam whose certificate is of the kind that the state needs. */
function examFor(state: StatePath): GivenOptions {
  const exam = examOf('social-worker')
  if (state === 'certified.paper.none')
    return { exam: { ...exam, certificate: { ...exam.certificate, paper: false } } }
  return /lost|reissu|electronic\.none/.test(state)
    ? { exam: { ...exam, certificate: { ...exam.certificate, electronic: 'none' } } }
    : {}
}

const snapshots = new Map<StatePath, Snapshot>()

/** A registration in the state, led there once. */
function inState(state: StatePath): Snapshot {
  const snapshot = snapshots.get(state) ?? given(state, examFor(state)).snapshot
  snapshots.set(state, snapshot)
  return snapshot
}

/** A registration in the state, at a place. */
function at(place: string, state: StatePath = 'filling.application'): Snapshot {
  const snapshot = inState(state)
  const { context } = snapshot
  const application = context.application && { ...context.application, place }
  return {
    ...snapshot,
    context: {
      ...context,
      terms: { ...context.terms, places: [place] },
      ...(application && { application }),
    },
  }
}

describe('a region that inherits', () => {
  it('shows the items of its province, and these those of the nation', () => {
    expect(idsOf(guide(snapshot, region('440300', { inherits: '440000' })))).toEqual(provincial)
    expect(provincial).toEqual(expect.arrayContaining(national))
    expect(provincial.length).toBeGreaterThan(national.length)
    expect(guide(snapshot, region('440300'))).toEqual([])
  })

  it('shows its own items in front of the item that `before` names, else last', () => {
    const items = [note('first', { before: 'cpta' }), note('second', { before: 'cpta' }), note('last')]
    const shown = idsOf(guide(snapshot, region('440300', { inherits: '440000', items })))
    expect(shown.slice(shown.indexOf('first'), shown.indexOf('first') + 3)).toEqual([
      'first',
      'second',
      'cpta',
    ])
    expect(shown.at(-1)).toBe('last')
    expect(guide(snapshot, region('440300', { inherits: '440000', items }))).not.toContainEqual(
      expect.objectContaining({ before: 'cpta' }),
    )
  })

  it('replaces an inherited item that has the id of its own, in its place', () => {
    const shown = guide(snapshot, region('440300', { inherits: '440000', items: [note('key-dates')] }))
    expect(idsOf(shown)).toEqual(provincial)
    expect(shown.find(({ id }) => id === 'key-dates')).toEqual(note('key-dates'))
    expect(guide(snapshot).find(({ id }) => id === 'key-dates')?.cites).toEqual(['6'])
  })

  it('may inherit from a region that is not bundled, if both are given', () => {
    const sichuan = region('510000', { inherits: '100000', items: [note('sichuan')] })
    const chengdu = region('510100', { inherits: '510000', items: [note('chengdu', { before: 'sichuan' })] })
    expect(idsOf(guide(snapshot, [chengdu, sichuan]))).toEqual([...national, 'chengdu', 'sichuan'])
    expect(guide(snapshot, [chengdu])).toEqual([])
    expect(guide(snapshot, [chengdu, { ...sichuan, inherits: '110000' }])).toEqual([])
    expect(fileIssues('region', chengdu, undefined, [chengdu, sichuan, null])).toEqual([])
    expect(fileIssues('region', chengdu)).toHaveLength(2)
  })
})

describe('the schema of a region', () => {
  it('names the nearest regions if there is none with the code that it inherits from', () => {
    expect(issuesOf(region('440300', { inherits: '540000' }))).toEqual([
      {
        path: 'inherits',
        zh: '没有地区“540000”；是否指 440000？',
        en: 'there is no region "540000"; did you mean 440000?',
      },
    ])
    expect(issuesOf(region('510100', { inherits: '519900' }))?.[0]?.en).toBe(
      'there is no region "519900"; there are: 100000, 440000, 440100',
    )
    expect(regionSchema.safeParse(region('440300', { inherits: '440000' })).success).toBe(true)
  })

  it('has an issue that asks for the file of the region around it, if that is not given', () => {
    expect(issuesOf(region('510100', { inherits: '510000' }))).toEqual([
      {
        path: 'inherits',
        zh: '没有地区“510000”；请同时给出“510000”的文件',
        en: 'there is no region "510000"; also give the file of 510000',
      },
    ])
  })

  it('has an issue if two given regions have the same code', () => {
    const files = [region('510000', { inherits: '100000' }), region('510000', { inherits: '100000' })]
    expect(fileIssues('region', files[0], undefined, files).map(({ path }) => path)).toEqual(['code'])
    expect(fileIssues('region', files[0], undefined, files.slice(0, 1))).toEqual([])
  })

  it('refuses a region that does not lie in the one that it inherits from', () => {
    expect(issuesOf(region('510100', { inherits: '440000' }))).toMatchObject([
      { path: 'inherits', en: expect.stringContaining('"510100" does not lie in "440000"') },
    ])
    expect(issuesOf(region('510100', { inherits: '100000' }))).toBeUndefined()
    expect(issuesOf(region('441900', { inherits: '440000' }))).toBeUndefined()
  })

  it('refuses circles, of one region or of several', () => {
    expect(issuesOf(region('440000', { inherits: '440000' }))).toMatchObject([{ path: 'inherits' }])
    expect(issuesOf(region('100000', { inherits: '440000' }))).toMatchObject([{ path: 'inherits' }])
    const [province, city] = [
      region('440000', { inherits: '440100' }),
      region('440100', { inherits: '440000', items: [note('x', { before: 'cpta' })] }),
    ]
    expect(issuesOf(province, [city])).toMatchObject([{ path: 'inherits' }])
    expect(issuesOf(city, [province])).toMatchObject([{ path: 'items.0.before' }])
    expect(guide(snapshot, [city, province])).toEqual([])
  })

  it('refuses `before` without an inherited item of that id, or on an item that replaces one', () => {
    const withItem = (item: GuideItem) => issuesOf(region('440300', { inherits: '440000', items: [item] }))
    expect(withItem(note('x', { before: 'key-date' }))).toMatchObject([
      { path: 'items.0.before', en: 'there is no inherited item "key-date"; did you mean key-dates?' },
    ])
    expect(withItem(note('photo', { before: 'key-dates' }))).toMatchObject([
      { path: 'items.0.before', zh: expect.stringContaining('取代') },
    ])
    expect(withItem(note('x', { before: 'key-dates' }))).toBeUndefined()
    expect(withItem(note('photo'))).toBeUndefined()
  })

  it('knows exams whose identities or certificates are those of an association', () => {
    const only = (only: GuideItem['only']) => issuesOf(region('440300', { items: [note('x', { only })] }))
    expect(only({ provider: 'association', electronic: 'association' })).toBeUndefined()
    expect(only({ provider: 'society' as 'association' })).toMatchObject([{ path: 'items.0.only.provider' }])
    const item = note('association', { only: { provider: 'association' } })
    expect(guide(snapshot, region('440300', { items: [item] }))).toEqual([])
  })
})

describe('no guide is empty', () => {
  const bundledPlaces = Object.values(notices).flatMap((notice) => notice?.places ?? [])

  it.each([...new Set(bundledPlaces)])('in any state, at the bundled place %s', (place) => {
    for (const state of allStates() as StatePath[])
      expect(guide(at(place, state)).length, state).toBeGreaterThan(1)
  })

  it('in any province or city of the country', () => {
    for (const place of Object.keys(places)) expect(guide(at(place)).length, place).toBeGreaterThan(5)
    expect(idsOf(guide(at('510100')))).toEqual(national)
    expect(idsOf(guide(at('440300')))).toEqual(provincial)
  })

  it('and outside Guangdong nothing of Guangdong is shown', () => {
    const items = regions['100000'].items
    const local = items.filter((item) =>
      /广东|广州|深圳|粤|Guang|\.gd\.|\.gz\.|020-/.test(JSON.stringify(item)),
    )
    expect(idsOf(local)).toEqual([])
  })
})
