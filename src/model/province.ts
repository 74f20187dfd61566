// Only this key: a default import would load the guide of the province into a bundle of `open`.
import { directMail as guangdong } from '../../data/regions/440000.json'

/** What the notices of a province leave to it. Its guide is in `region.ts`, so that `open` does not load it. */
export type Province = {
  /** Whether and since when certificates are mailed directly (§13.1); a Shanghai day. */
  directMail?: { from: string } | undefined
}

/** The bundled regions that are provinces, by area code. */
const provinces = { '440000': { directMail: guangdong } }

/** Returns the bundled province of a region: of `440100` it is `440000`. */
export function provinceOf(region: string): Province | undefined {
  const code = `${region.slice(0, 2)}0000`
  return Object.hasOwn(provinces, code) ? provinces[code as keyof typeof provinces] : undefined
}
