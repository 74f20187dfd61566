/** The same words in Chinese and English. */
export type LocalizedText = { readonly zh: string; readonly en: string }

/** The languages in which every text exists. */
export type Language = keyof LocalizedText
