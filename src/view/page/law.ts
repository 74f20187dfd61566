import type { LocalizedText } from '../../language'
import { defineProvision } from '../../registrations/provision'
import {
  createRegistrations,
  nationalRegistrations,
  type Registrations,
} from '../../registrations/registrations'
import { lazy } from '../../schema/primitives'
import { type Chart, chartOf } from '../chart'

/** What decides on this page: the national text, or the registrations of the module that the page was made with. */

/** What a module of provisions can import in the page. */
const library = { createRegistrations, defineProvision }

type Shared = { library: typeof library; registrations?: Registrations }

/** The document runs the module between this script and the first rendering; `provisionsScript` writes it so. */
const shared: Shared = { library }
Object.assign(globalThis, { baokaoPage: shared })

export const law = lazy((): Registrations => shared.registrations ?? nationalRegistrations())

/** The statechart with the refusals of the provisions. */
export const lawChart = lazy((): Chart => chartOf(law().machine))

/** The provisions in force, as the header lists them. */
export const provisionsInForce = (): readonly { id: string; title: LocalizedText }[] => law().provisions
