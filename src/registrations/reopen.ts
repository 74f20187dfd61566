import { reopenWith } from '../engine/decide'
import type { Engine } from '../engine/engine'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationMachine } from '../machine'
import type { OpeningWithTerms } from '../model/opening'
import { lazy } from '../schema/primitives'

/** The engine of each machine. Two engines of one machine open in the same way. */
const engines = lazy(() => new WeakMap<RegistrationMachine, Engine>())

export const keepEngine = (engine: Engine): unknown => engines().set(engine.machine, engine)

/**
 * Opens a registration again, as its log has it.
 * @throws TypeError for registrations that `createRegistrations` has not created
 */
export function reopen({ machine }: { machine: RegistrationMachine }, opening: OpeningWithTerms): Snapshot {
  const engine = engines().get(machine)
  if (engine === undefined) throw new TypeError('Only registrations of createRegistrations can be replayed.')
  return reopenWith(engine, opening).snapshot
}
