import { nationalRegistrations, type Registrations } from '../registrations/registrations'

/** The option with which every function of the testing kit takes what decides. */
export type DecidedBy = {
  /** What decides, from `createRegistrations`; by default the national text without provisions. */
  registrations?: Registrations<string>
}

export const registrationsOf = ({ registrations = nationalRegistrations() }: DecidedBy): Registrations =>
  registrations as Registrations
