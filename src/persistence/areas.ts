/** Areas by their GB/T 2260 codes: a province holds its prefectures, and a prefecture its districts. */

/** The code of the nation, which holds all areas. */
const nation = '100000'

/** How the codes of an area and of all areas in it begin: of `440000` it is `44`; of the nation it is empty. */
export const areaPrefix = (area: string): string => (area === nation ? '' : area.replace(/(00){1,2}$/, ''))

/** Whether one of the areas is the place, or holds it. */
export const holdsPlace = (areas: readonly string[], place: string): boolean =>
  areas.some((area) => place.startsWith(areaPrefix(area)))
