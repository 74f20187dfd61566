import { didYouMean, thereAre } from '../schema/issueMessages'
import type { AddIssue } from '../schema/issues'
import { type GuideItem, type Region, regions } from './region'

/** How regions inherit the items of their guide: a city from its province, a province from the nation. */

/** The code of the nation, whose items every province inherits. */
const nation = '100000'

/**
 * Whether one region lies in another: `440100` in `440000`, both in the nation. No region lies in itself, so regions
 * that inherit only from those around them cannot form a circle.
 */
function liesIn(code: string, outer: string): boolean {
  return code !== outer && (outer === nation || code.startsWith(outer.replace(/(00)+$/, '')))
}

/** Finds a region by its code: among the given ones, else among the bundled ones. */
const findRegion = (code: string, given: readonly Region[] = []): Region | undefined =>
  given.find((region) => region.code === code) ?? (Object.hasOwn(regions, code) ? regions[code] : undefined)

/** Returns the bundled region of a place: its own, else its province's, else that of the nation. */
export const regionOfPlace = (place: string): Region =>
  findRegion(place) ??
  findRegion(`${place.slice(0, 4)}00`) ??
  findRegion(`${place.slice(0, 2)}0000`) ??
  regions[nation]

/** The items that a region inherits. Ends even if the regions form a circle, which the schema refuses. */
function inheritedItems({ code, inherits }: Region, given: readonly Region[]): GuideItem[] {
  const outer = inherits !== undefined && liesIn(code, inherits) ? findRegion(inherits, given) : undefined
  return outer === undefined ? [] : allItems(outer, given)
}

/**
 * Returns the items of a region with those that it inherits. An item with the id of an inherited one replaces it in its
 * place; any other comes where `before` says, or last.
 * @param given regions that are not bundled and that this one may inherit from
 */
export function allItems(region: Region, given: readonly Region[] = []): GuideItem[] {
  const merged = inheritedItems(region, given)
  const indexOf = (id: string | undefined): number => merged.findIndex((item) => item.id === id)
  for (const { before, ...item } of region.items) {
    const [same, anchor] = [indexOf(item.id), indexOf(before)]
    if (same >= 0) merged[same] = item
    else merged.splice(anchor >= 0 ? anchor : merged.length, 0, item)
  }
  return merged
}

/**
 * Checks from what a region inherits, and the places of its items among the inherited ones.
 * @param given regions that are not bundled and that `inherits` can name
 */
export function checkInheritance(region: Region, given: readonly Region[], addIssue: AddIssue): void {
  const { code, inherits, items } = region
  if (typeof inherits === 'string' && findRegion(inherits, given) === undefined) {
    const known = [...given.map((one) => one.code), ...Object.keys(regions)]
    const parent = {
      zh: `；请同时给出“${inherits}”的文件`,
      en: `; also give the file of ${inherits}`,
    }
    const { zh, en } = liesIn(code, inherits) ? parent : didYouMean(inherits, known, thereAre(known))
    addIssue(['inherits'], `没有地区“${inherits}”${zh}`, `there is no region "${inherits}"${en}`)
  } else if (typeof inherits === 'string' && !liesIn(code, inherits)) {
    addIssue(
      ['inherits'],
      `“${code}”不在“${inherits}”之内；地区只能沿用其所在的省或全国`,
      `"${code}" does not lie in "${inherits}"; a region inherits only from one around it`,
    )
  }
  const ids = inheritedItems(region, given).map(({ id }) => id)
  for (const [i, { id, before }] of items.entries()) {
    if (before === undefined) continue
    const path = ['items', i, 'before']
    if (ids.includes(id)) {
      addIssue(
        path,
        `“${id}”取代沿用的同名条目，位置不变`,
        `"${id}" replaces an inherited item and keeps its place`,
      )
    } else if (!ids.includes(before)) {
      const { zh, en } = didYouMean(before, ids)
      addIssue(path, `没有沿用的条目“${before}”${zh}`, `there is no inherited item "${before}"${en}`)
    }
  }
}
