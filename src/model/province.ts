import guangdong from '../../data/regions/440000.json'

/**
 * What the notices of a province leave to it. The guides of cities are in `region.ts`, so that `open` does not load
 * them.
 */
export type Province = {
  /** Whether and since when certificates are mailed directly (§13.1); a Shanghai day. */
  directMail?: { from: string } | undefined
}

/** The bundled regions that are provinces, by area code. */
const provinces = { '440000': guangdong }

/** Returns the bundled province of a region: of `440100` it is `440000`. */
export function provinceOf(region: string): Province | undefined {
  const code = `${region.slice(0, 2)}0000`
  return Object.hasOwn(provinces, code) ? provinces[code as keyof typeof provinces] : undefined
}
