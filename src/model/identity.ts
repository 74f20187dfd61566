import type { Context } from './context'

/** Whether the identity platform of the province must still confirm the identity (§6.4.1(1)). */
export const identityMissing = ({ terms, identityProvider }: Context): boolean =>
  terms.provider === 'provincial' && identityProvider !== 'provincial'
