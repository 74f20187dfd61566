/**
 * What may be in Latin letters: file formats, numbers of orders and the like, addresses, units, commands, and a subject
 * and a specialty that no exam has.
 */
const latin =
  /(?<![A-Za-z])(PDF|JPG|JPEG|PNG|EMS|mm|ethics|[A-Z]{1,2}-?F?\d+(-F?\d+)?|M|npx|--region|painting|https?:\S+|[\w.]+@[\w.]+)\b|baokao [\w./ -]+|README/g

/** The words in Latin letters in a Chinese text that are neither names nor numbers. */
export const latinWords = (text: string): string[] =>
  text.replace(latin, '').match(/[A-Za-z][A-Za-z.-]*/g) ?? []
