import type { StateValueFrom } from 'xstate'
import type { registrationMachine } from '../machine'

/** The active states of a registration in XState's format: `'verifying'`, `{ paying: 'awaiting' }`. */
export type StateValue = StateValueFrom<typeof registrationMachine>

type PathIn<Value> = Value extends string
  ? Value
  : Value extends object
    ? { [Key in keyof Value & string]: Key | `${Key}.${PathIn<NonNullable<Value[Key]>>}` }[keyof Value &
        string]
    : never

/** A dotted state path: `paying.awaiting`, or `paying` for any of its states. */
export type StatePath = PathIn<StateValue>
