import type { LocalizedText } from '../language'
import { allStateLines, allStatePaths, isInside, type StatePath } from '../machine/states'
import { didYouMean } from '../schema/issueMessages'
import { lazy } from '../schema/primitives'
import { stateTitles, titles } from '../titles'

/** What a text names: each alternative is a list of states that are active together. */
export type NamedStates = readonly (readonly StatePath[])[]

const normalized = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** The states of each path and each title. Two states can have the same title: 成绩不合格. */
const byName = lazy(() => {
  const names = new Map<string, Set<StatePath>>()
  for (const path of allStatePaths()) {
    const own = [titles.states[path], stateTitles[path]].flatMap(({ zh, en }) => [zh, en])
    for (const name of [path, ...own]) {
      const key = normalized(name)
      names.set(key, (names.get(key) ?? new Set()).add(path))
    }
  }
  return names
})

/** Whether states can be active together. */
const areCompatible = (paths: readonly StatePath[]): boolean =>
  allStateLines().some((line) => paths.every((path) => line.split(' ').some((leaf) => isInside(leaf, path))))

/** The states that one part of a text names; for paths, the parts may also be separated by spaces. */
function statesOfPart(part: string): readonly (readonly StatePath[])[] | undefined {
  const named = byName().get(normalized(part))
  if (named !== undefined) return [[...named]]
  const words = part.split(/\s+/).filter(Boolean)
  const each = words.map((word) => byName().get(normalized(word)))
  return words.length > 1 && each.every((one) => one !== undefined) ? each.map((one) => [...one]) : undefined
}

/**
 * Reads the states that a text names, by their paths or their titles in either language. Parallel states are separated
 * by `;`, `+`, `|` or `、`, paths also by spaces.
 * @returns the message of a mistake if there is no such state, or the states exclude each other
 */
export function namedStates(text: string): { states: NamedStates } | { mistake: LocalizedText } {
  const parts = byName().has(normalized(text))
    ? [text]
    : text.split(/[;；+|、]/).filter((part) => part.trim())
  const choices = parts.map(statesOfPart)
  const unknown = parts.find((_, i) => choices[i] === undefined)
  if (unknown !== undefined || parts.length === 0) {
    const { zh, en } = didYouMean(unknown ?? text, [...byName().keys()], { zh: '', en: '' })
    return {
      mistake: { zh: `没有状态“${unknown ?? text}”${zh}`, en: `there is no state "${unknown ?? text}"${en}` },
    }
  }
  const each = choices.flatMap((choice) => choice ?? [])
  const combinations = each.reduce<StatePath[][]>(
    (all, options) => all.flatMap((one) => options.map((option) => [...one, option])),
    [[]],
  )
  const states = combinations.filter(areCompatible)
  return states.length > 0
    ? { states }
    : { mistake: { zh: `“${text}”不可同时处于这些状态`, en: `"${text}": these states exclude each other` } }
}
