/** A text in Chinese and English. */
export type LocalizedText = { readonly zh: string; readonly en: string }

/** The language of a text. */
export type Language = keyof LocalizedText
