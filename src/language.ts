/** A text in Chinese and English. */
export type LocalizedText = { readonly zh: string; readonly en: string }

/** The languages of every text. */
export type Language = keyof LocalizedText
