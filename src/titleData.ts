import data from '../data/titles.json'
import type { Titles } from './titles'

/** What `baokao/titles` exports: the titles of the catalogues as plain data. */

export type { RuleTexts, Titles } from './titles'

/**
 * The titles of states, events, facts, rules, deadlines and roles.
 * @example `titles.events['commitment.sign'].zh` is `签署告知承诺书`
 */
export const titles = data as unknown as Titles
