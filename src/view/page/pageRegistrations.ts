import type { LocalizedText } from '../../language'
import { defineProvision } from '../../registrations/defineProvision'
import {
  createRegistrations,
  nationalRegistrations,
  type Registrations,
} from '../../registrations/registrations'
import { lazy } from '../../schema/primitives'
import { type Chart, chartOf } from '../chart'

/** What a module of provisions can import in the page. */
const library = { createRegistrations, defineProvision }

type Shared = { library: typeof library; registrations?: Registrations }

/** The document runs the module between this script and the first rendering; `provisionsScript` writes it so. */
const shared: Shared = { library }
Object.assign(globalThis, { baokaoPage: shared })

/** Whether the module of the document has run to its end. */
export const provisionsLoaded = (): boolean => shared.registrations !== undefined

/** The registrations of the module that the page was made with; by default those under the national text. */
export const pageRegistrations = lazy((): Registrations => shared.registrations ?? nationalRegistrations())

/** The statechart with the refusals of the provisions. */
export const pageChart = lazy((): Chart => chartOf(pageRegistrations().machine))

/** The provisions of the page, as the header lists them. */
export const pageProvisions = (): readonly { id: string; title: LocalizedText }[] =>
  pageRegistrations().provisions
