import type { NamedJourney } from '../../src/trace'
import { lawPages } from './law'
import type { Page } from './page'
import { rulePages } from './rules'
import { statePages } from './states'
import { eventPages, factPages } from './vocabulary'

/** All pages of the documentation that are generated from the library. */
export const generatedPages = (journeys: readonly NamedJourney[]): Page[] => [
  ...lawPages(journeys),
  ...rulePages(journeys),
  ...statePages(),
  ...eventPages(),
  ...factPages(),
]
