import type { RegistrationEvent, RegistrationMachine } from '../../../src'

/** The machine before the engine was made quicker. */
export const registrationMachine: RegistrationMachine

/** Advances a snapshot along the plain path, from JSON to JSON, and checks no rule. */
export function reduce(text: string, event: RegistrationEvent): string
