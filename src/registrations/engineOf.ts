import type { Engine } from '../engine/engine'

/**
 * The property of registrations that has their engine. The symbol is the same in every build of the library, so that the
 * CJS build finds the engine of registrations of the ESM build.
 */
const engineKey: unique symbol = /* @__PURE__ */ Symbol.for('baokao.engine')

/** Adds the engine to registrations, hidden from lists of their properties. @returns the registrations */
export const withEngine = <R extends object>(registrations: R, engine: Engine): R =>
  Object.defineProperty(registrations, engineKey, { value: engine })

/** @returns the engine of registrations; `undefined` if `createRegistrations` has not created them */
export const engineOf = (registrations: object): Engine | undefined =>
  (registrations as { readonly [engineKey]?: Engine })[engineKey]
