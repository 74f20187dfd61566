/** The same words in Chinese and English. */
export type LocalizedText = { readonly zh: string; readonly en: string }
