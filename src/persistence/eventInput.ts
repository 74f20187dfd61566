import type { RegistrationEvent } from '../events'

/** Where a registration stands, for whoever keeps registrations. */

/** An event that may leave its `at` to whoever keeps the registration. */
export type EventInput<E extends RegistrationEvent = RegistrationEvent> = E extends unknown
  ? Omit<E, 'at'> & { at?: string }
  : never
